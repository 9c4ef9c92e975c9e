package dev.innkeeper.runtime;

import dev.innkeeper.timer.PeriodicTimer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/** The calls of the JDK that block: each does until its thread is interrupted. */
record BlockingCall(String name, Where where, Body body) {

  /** Which threads an interrupt gets out of it. */
  enum Where {
    ALL,
    /** Platform threads are deaf in it. */
    VIRTUAL,
    /** Some JDK pins a virtual thread in it: a few of them, and no other runs. */
    ALL_BUT_PINNED
  }

  /** Ends when it is interrupted, one way or another. */
  interface Body {
    void run() throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }

  private static BlockingCall call(String name, Body body) {
    return new BlockingCall(name, Where.ALL, body);
  }

  private static BlockingCall onVirtualThreads(String name, Body body) {
    return new BlockingCall(name, Where.VIRTUAL, body);
  }

  private static BlockingCall pinned(String name, Body body) {
    return new BlockingCall(name, Where.ALL_BUT_PINNED, body);
  }

  /** Tells that it is about to be made, and makes it. */
  void make(CountDownLatch begun) throws Exception {
    begun.countDown();
    body.run();
  }

  static List<BlockingCall> all() {
    return List.of(
        call("Thread.sleep", () -> Thread.sleep(Duration.ofHours(1))),
        call("Thread.join", () -> Thread.ofVirtual().start(LockSupport::park).join()),
        pinned("Object.wait", BlockingCall::waitForNotify),
        call("LockSupport.park", BlockingCall::parkUntilInterrupted),
        call("Lock.lockInterruptibly", () -> heldLock().lockInterruptibly()),
        call("Lock.tryLock", () -> heldLock().tryLock(1, TimeUnit.HOURS)),
        call("Condition.await", BlockingCall::awaitCondition),
        call("StampedLock.readLockInterruptibly", BlockingCall::readLock),
        call("Semaphore.acquire", () -> new Semaphore(0).acquire()),
        call("CountDownLatch.await", () -> new CountDownLatch(1).await()),
        call("CyclicBarrier.await", () -> new CyclicBarrier(2).await()),
        call("Phaser.awaitAdvanceInterruptibly", () -> new Phaser(1).awaitAdvanceInterruptibly(0)),
        call("Exchanger.exchange", () -> new Exchanger<String>().exchange("mine")),
        call("ArrayBlockingQueue.take", () -> new ArrayBlockingQueue<String>(1).take()),
        call("LinkedBlockingDeque.poll", BlockingCall::pollDeque),
        call("PriorityBlockingQueue.take", () -> new PriorityBlockingQueue<String>().take()),
        call("LinkedTransferQueue.transfer", () -> new LinkedTransferQueue<String>().transfer("x")),
        call("SynchronousQueue.put", () -> new SynchronousQueue<String>().put("x")),
        call("DelayQueue.take", () -> new DelayQueue<Delayed>().take()),
        call("CompletableFuture.get", () -> new CompletableFuture<String>().get()),
        call("FutureTask.get", () -> new FutureTask<>(() -> "never").get(1, TimeUnit.HOURS)),
        call("ForkJoinTask.get", () -> ForkJoinTask.adapt(() -> "never").get()),
        call("ExecutorService.invokeAll", BlockingCall::invokeAll),
        call("ExecutorService.awaitTermination", BlockingCall::awaitTermination),
        call("CompletionService.take", BlockingCall::takeCompleted),
        call("Process.waitFor", BlockingCall::waitForProcess),
        pinned("PipedInputStream.read", BlockingCall::readPipedStream),
        onVirtualThreads("ServerSocket.accept", BlockingCall::accept),
        onVirtualThreads("Socket.read", () -> readFromSilentPeer(0)),
        onVirtualThreads("Socket.read with a time-out", () -> readFromSilentPeer(3_600_000)),
        onVirtualThreads("DatagramSocket.receive", BlockingCall::receive),
        onVirtualThreads("HttpURLConnection", BlockingCall::getByUrlConnection),
        call("HttpClient.send", BlockingCall::sendRequest),
        call("HttpClient.sendAsync", BlockingCall::sendRequestAsync),
        call("ServerSocketChannel.accept", BlockingCall::acceptByChannel),
        call("ServerSocketChannel.accept, Unix domain", BlockingCall::acceptUnixDomain),
        call("SocketChannel.read", BlockingCall::readFromSilentChannel),
        call("SocketChannel.write", BlockingCall::writeToChannelThatNobodyReads),
        call("DatagramChannel.receive", BlockingCall::receiveByChannel),
        call("AsynchronousServerSocketChannel.accept", BlockingCall::acceptAsync),
        call("Pipe.SourceChannel.read", BlockingCall::readPipe),
        pinned("InputStream of a channel", BlockingCall::readStreamOfPipe),
        call("FileChannel.write", BlockingCall::writeFile),
        call("FileChannel.write in a lambda", BlockingCall::writeFileUnchecked),
        call("FileChannel.lock", BlockingCall::lockFile),
        pinned("Selector.select", BlockingCall::select),
        call("WatchService.take", BlockingCall::watch),
        call("PeriodicTimer.waitForNextTick", BlockingCall::waitForTick),
        call("the flag set again, and something thrown", BlockingCall::throwWithTheFlagSet),
        call("the flag set again, and returned", BlockingCall::returnWithTheFlagSet));
  }

  // ---- threads and locks

  @SuppressWarnings({"WaitNotInLoop", "SynchronizationOnLocalVariableOrMethodParameter"})
  private static void waitForNotify() throws InterruptedException {
    Object monitor = new Object();
    synchronized (monitor) {
      monitor.wait();
    }
  }

  private static void parkUntilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }

  private static ReentrantLock heldLock() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    Thread.ofVirtual().start(lock::lock).join();
    return lock;
  }

  @SuppressWarnings("WaitNotInLoop")
  private static void awaitCondition() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try {
      lock.newCondition().await();
    } finally {
      lock.unlock();
    }
  }

  private static void readLock() throws InterruptedException {
    StampedLock lock = new StampedLock();
    long unused = lock.writeLock();
    lock.readLockInterruptibly();
  }

  private static void pollDeque() throws InterruptedException {
    Object unused = new LinkedBlockingDeque<String>().poll(1, TimeUnit.HOURS);
  }

  private static void invokeAll() throws InterruptedException {
    ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var unused = pool.invokeAll(List.of(BlockingCall::sleep));
    } finally {
      pool.shutdownNow();
    }
  }

  private static Void sleep() throws InterruptedException {
    Thread.sleep(Duration.ofHours(1));
    return null;
  }

  private static void awaitTermination() throws InterruptedException {
    ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var unused = pool.submit(BlockingCall::sleep);
      pool.shutdown();
      boolean unusedToo = pool.awaitTermination(1, TimeUnit.HOURS);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void takeCompleted() throws InterruptedException {
    var unused = new ExecutorCompletionService<String>(Runnable::run).take();
  }

  private static void waitForProcess() throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    try {
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void waitForTick() throws InterruptedException {
    try (PeriodicTimer timer = PeriodicTimer.every(Duration.ofHours(1))) {
      boolean unused = timer.waitForNextTick();
    }
  }

  // ---- sockets

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static ServerSocket serverSocket() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static void accept() throws IOException {
    try (ServerSocket server = serverSocket()) {
      server.accept().close();
    }
  }

  private static void readFromSilentPeer(int timeoutMillis) throws IOException {
    try (ServerSocket server = serverSocket();
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      socket.setSoTimeout(timeoutMillis);
      int unused = socket.getInputStream().read();
    }
  }

  private static void receive() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(loopback())) {
      socket.receive(new DatagramPacket(new byte[1], 1));
    }
  }

  private static URI uriOf(ServerSocket server) {
    String host = server.getInetAddress().getHostAddress();
    return URI.create("http://" + host + ":" + server.getLocalPort() + "/");
  }

  private static void getByUrlConnection() throws IOException {
    try (ServerSocket server = serverSocket()) {
      HttpURLConnection connection = (HttpURLConnection) uriOf(server).toURL().openConnection();
      int unused = connection.getResponseCode();
    }
  }

  private static void sendRequest() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    try (ServerSocket server = serverSocket()) {
      var unused =
          client.send(HttpRequest.newBuilder(uriOf(server)).build(), BodyHandlers.discarding());
    } finally {
      client.shutdownNow();
    }
  }

  private static void sendRequestAsync() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (ServerSocket server = serverSocket()) {
      var unused =
          client
              .sendAsync(HttpRequest.newBuilder(uriOf(server)).build(), BodyHandlers.discarding())
              .get();
    } finally {
      client.shutdownNow();
    }
  }

  // ---- channels

  private static void acceptByChannel() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(loopback())) {
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

  private static void readFromSilentChannel() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(loopback());
        SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
      int unused = channel.read(ByteBuffer.allocate(1));
    }
  }

  private static void writeToChannelThatNobodyReads() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(loopback());
        SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
      while (true) {
        int unused = channel.write(ByteBuffer.allocate(1 << 20));
      }
    }
  }

  private static void receiveByChannel() throws IOException {
    try (DatagramChannel channel = DatagramChannel.open().bind(loopback())) {
      var unused = channel.receive(ByteBuffer.allocate(1));
    }
  }

  private static void acceptAsync() throws Exception {
    try (AsynchronousServerSocketChannel server =
        AsynchronousServerSocketChannel.open().bind(loopback())) {
      server.accept().get().close();
    }
  }

  private static void readPipe() throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source()) {
      int unused = source.read(ByteBuffer.allocate(1));
    } finally {
      pipe.sink().close();
    }
  }

  private static void readStreamOfPipe() throws IOException {
    Pipe pipe = Pipe.open();
    try (InputStream in = Channels.newInputStream(pipe.source())) {
      int unused = in.read();
    } finally {
      pipe.sink().close();
    }
  }

  private static void readPipedStream() throws IOException {
    try (PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out)) {
      int unused = in.read();
    }
  }

  private static void select() throws IOException {
    try (Selector selector = Selector.open();
        DatagramChannel channel = DatagramChannel.open().bind(loopback())) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      int unused = selector.select();
    }
  }

  // ---- files

  /** It hardly blocks, but an interrupt closes the file. */
  private static void writeFile() throws IOException {
    Path file = Files.createTempFile("written", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      parkUntilInterrupted();
      int unused = channel.write(ByteBuffer.allocate(1), 0);
    } finally {
      Files.delete(file);
    }
  }

  private static void writeFileUnchecked() {
    try {
      writeFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lockFile() throws IOException {
    Path file = Files.createTempFile("locked", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      parkUntilInterrupted();
      channel.lock().release();
    } finally {
      Files.delete(file);
    }
  }

  private static void watch() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("watched");
    try (WatchService watcher = folder.getFileSystem().newWatchService()) {
      folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
      var unused = watcher.take();
    } finally {
      Files.delete(folder);
    }
  }

  // ---- code that handles the interrupt itself

  private static void throwWithTheFlagSet() {
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the driver lost its connection");
    }
  }

  private static void returnWithTheFlagSet() {
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
