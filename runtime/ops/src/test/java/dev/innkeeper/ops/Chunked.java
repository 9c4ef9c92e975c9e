package dev.innkeeper.ops;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body that comes in chunks, each with its length before it. */
final class Chunked extends InputStream {

  private final InputStream in;
  private int left;
  private boolean hasEnded;

  Chunked(InputStream in) {
    this.in = in;
  }

  /** The next line of what has lines. */
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0 && !hasEnded) {
      left = Integer.parseInt(line(in), 16);
      hasEnded = left == 0;
    }
    if (hasEnded) {
      return -1;
    }
    int count = in.read(bytes, offset, Math.min(length, left));
    if (count < 0) {
      throw new EOFException("in a chunk");
    }
    left -= count;
    if (left == 0) {
      line(in);
    }
    return count;
  }
}
