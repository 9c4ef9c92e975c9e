package dev.innkeeper.ops;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text in a path. It is not that of a form: a plus is a plus. */
final class PercentEncoded {

  private PercentEncoded() {}

  /** Null: a percent sign without its two digits, what they say is not UTF-8, or is not ASCII. */
  static @Nullable String decode(String encoded) {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c > '\u007f') {
        return null; // a request line has only ASCII
      } else if (c != '%') {
        bytes.put((byte) c);
      } else if (i + 2 < encoded.length()
          && Character.digit(encoded.charAt(i + 1), 16) >= 0
          && Character.digit(encoded.charAt(i + 2), 16) >= 0) {
        bytes.put((byte) Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
