package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.BlockingCall.call;
import static dev.innkeeper.runtime.BlockingCall.pinned;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;

/** Calls that block on a channel or a file, or for a change of files. */
final class BlockingChannels {

  private BlockingChannels() {}

  static List<BlockingCall> all() {
    return List.of(
        pinned("PipedInputStream.read", BlockingChannels::readPipedStream),
        call("ServerSocketChannel.accept", BlockingChannels::acceptByChannel),
        call("ServerSocketChannel.accept, Unix domain", BlockingChannels::acceptUnixDomain),
        call("SocketChannel.read", BlockingChannels::readFromSilentChannel),
        call("SocketChannel.write", BlockingChannels::writeToChannelThatNobodyReads),
        call("DatagramChannel.receive", BlockingChannels::receiveByChannel),
        call("AsynchronousServerSocketChannel.accept", BlockingChannels::acceptAsync),
        call("Pipe.SourceChannel.read", BlockingChannels::readPipe),
        pinned("InputStream of a channel", BlockingChannels::readStreamOfPipe),
        call("FileChannel.write", BlockingChannels::writeFile),
        call("FileChannel.write in a lambda", BlockingChannels::writeFileUnchecked),
        call("FileChannel.lock", BlockingChannels::lockFile),
        call("AsynchronousFileChannel.lock", BlockingChannels::lockFileAsync),
        pinned("Selector.select", BlockingChannels::select),
        call("WatchService.take", BlockingChannels::watch));
  }

  private static void acceptByChannel() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(BlockingSockets.loopback())) {
      server.accept().close();
    }
  }

  private static void acceptUnixDomain() throws IOException {
    Path folder = Files.createTempDirectory("unix");
    Path path = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path)).accept().close();
    } finally {
      Files.deleteIfExists(path);
      Files.deleteIfExists(folder);
    }
  }

  private static int readFromSilentChannel() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(BlockingSockets.loopback());
        SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
      return channel.read(ByteBuffer.allocate(1));
    }
  }

  private static void writeToChannelThatNobodyReads() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(BlockingSockets.loopback());
        SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
      while (channel.write(ByteBuffer.allocate(1 << 20)) >= 0) {
        // until it blocks
      }
    }
  }

  private static Object receiveByChannel() throws IOException {
    try (DatagramChannel channel = DatagramChannel.open().bind(BlockingSockets.loopback())) {
      return channel.receive(ByteBuffer.allocate(1));
    }
  }

  private static void acceptAsync() throws Exception {
    try (AsynchronousServerSocketChannel server =
        AsynchronousServerSocketChannel.open().bind(BlockingSockets.loopback())) {
      server.accept().get().close();
    }
  }

  private static int readPipe() throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source()) {
      return source.read(ByteBuffer.allocate(1));
    } finally {
      pipe.sink().close();
    }
  }

  private static int readStreamOfPipe() throws IOException {
    Pipe pipe = Pipe.open();
    try (InputStream in = Channels.newInputStream(pipe.source())) {
      return in.read();
    } finally {
      pipe.sink().close();
    }
  }

  private static int readPipedStream() throws IOException {
    try (PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out)) {
      return in.read();
    }
  }

  private static int select() throws IOException {
    try (Selector selector = Selector.open();
        DatagramChannel channel = DatagramChannel.open().bind(BlockingSockets.loopback())) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return selector.select();
    }
  }

  /** It hardly blocks, but an interrupt closes the file. */
  private static int writeFile() throws IOException {
    Path file = Files.createTempFile("written", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      BlockingThreads.parkUntilInterrupted();
      return channel.write(ByteBuffer.allocate(1), 0);
    } finally {
      Files.delete(file);
    }
  }

  private static int writeFileUnchecked() {
    try {
      return writeFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lockFile() throws IOException {
    Path file = Files.createTempFile("locked", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      BlockingThreads.parkUntilInterrupted();
      channel.lock().release();
    } finally {
      Files.delete(file);
    }
  }

  /** It hardly blocks, but to wait for it with the flag set is an interrupt. */
  private static void lockFileAsync() throws Exception {
    Path file = Files.createTempFile("locked", null);
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(file, StandardOpenOption.WRITE)) {
      BlockingThreads.parkUntilInterrupted();
      channel.lock().get().release();
    } finally {
      Files.delete(file);
    }
  }

  private static Object watch() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("watched");
    try (WatchService watcher = folder.getFileSystem().newWatchService()) {
      folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
      return watcher.take();
    } finally {
      Files.delete(folder);
    }
  }
}
