package io.framemill.testbroker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/** Stands between a client and a broker on loopback, to cut the line as a network would. */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** How many buffers may be under way in one direction of a connection. */
  private static final int MAX_CHUNKS_UNDER_WAY = 64;

  /** The least time after which TCP sends a lost segment again, on Linux. */
  private static final Duration MIN_RETRANSMISSION = Duration.ofMillis(200);

  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesToCut = new AtomicLong(Long.MAX_VALUE);
  private final Object gate = new Object();
  private volatile boolean refusing;
  private volatile Latency latency = Latency.NONE;

  @GuardedBy("gate")
  private boolean stalled;

  /** Starts to listen on a free port. */
  public TcpProxy(URI target) {
    this.target = target;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::acceptAll);
  }

  /** The target's URI with this proxy's host and port. */
  public URI uri() {
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    return URI.create(
        "%s://%s@127.0.0.1:%d%s%s"
            .formatted(
                target.getScheme(),
                target.getRawUserInfo(),
                listener.getLocalPort(),
                target.getRawPath(),
                query));
  }

  /** Cuts every connection that there is; new ones are let through. */
  public void cut() {
    for (Socket socket : sockets) {
      // One by one: what is added meanwhile stays, and is cut the next time.
      sockets.remove(socket);
      close(socket);
    }
  }

  /** Cuts every connection, and those to come, until {@link #restore}. */
  public void cutForGood() {
    refusing = true;
    cut();
  }

  /**
   * Holds back all that either side says from now on, until {@link #restore}: both see a connection
   * that is open and silent, as when a cable is pulled. New connections are taken, and silent, too.
   */
  public void stall() {
    synchronized (gate) {
      stalled = true;
    }
  }

  /**
   * Lets all that either side says from now on arrive later, until {@link #restore}, as on a long
   * and bad line. What is lost comes after a retransmission timeout, and what follows waits for it,
   * for TCP keeps the order.
   *
   * @param delay in each direction
   * @param lossRate the part of what is sent that is lost on its first way, 0 to 1
   * @param seed chooses what is lost
   */
  public void slow(Duration delay, double lossRate, long seed) {
    Duration retransmission = delay.multipliedBy(2).plus(MIN_RETRANSMISSION);
    latency = new Latency(delay.toNanos(), retransmission.toNanos(), lossRate, new Random(seed));
  }

  /** Cuts every connection once the clients have sent so many bytes more. */
  public void cutAfter(long bytes) {
    bytesToCut.set(bytes);
  }

  /** Lets connections through again, with what was held back of those that are still open. */
  public void restore() {
    refusing = false;
    latency = Latency.NONE;
    synchronized (gate) {
      stalled = false;
      gate.notifyAll();
    }
  }

  @Override
  public void close() {
    close(listener);
    restore();
    refusing = true;
    cut();
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The listener was closed, or the target is away: the client sees its connection end.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    if (refusing) {
      close(client);
      return;
    }
    try {
      Socket server = new Socket(target.getHost(), target.getPort());
      sockets.add(server);
      if (refusing) {
        // Since it was taken.
        cut();
        return;
      }
      daemon(() -> pump(client, server, this::countDown));
      daemon(() -> pump(server, client, count -> {}));
    } catch (IOException e) {
      close(client);
      throw e;
    }
  }

  /** Reads what one side says, and says when each part of it is to arrive. */
  private void pump(Socket from, Socket to, IntConsumer countdown) {
    BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MAX_CHUNKS_UNDER_WAY);
    daemon(() -> deliver(underWay, from, to, countdown));
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      long dueNanos = System.nanoTime();
      int count;
      do {
        count = in.read(buffer);
        dueNanos = Math.max(dueNanos, System.nanoTime() + latency.nanos());
        Chunk chunk = new Chunk(Arrays.copyOf(buffer, Math.max(0, count)), dueNanos);
        while (!underWay.offer(chunk, 1, TimeUnit.SECONDS) && !from.isClosed()) {
          // The other side does not read, or the line is stalled.
        }
      } while (count >= 0);
    } catch (IOException e) {
      // Cut.
      close(from);
      close(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands over what is due, up to the end of what one side says; an empty chunk is that end. */
  private void deliver(
      BlockingQueue<Chunk> underWay, Socket from, Socket to, IntConsumer countdown) {
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      while (!from.isClosed()) {
        Chunk chunk = underWay.poll(1, TimeUnit.SECONDS);
        if (chunk == null) {
          continue;
        }
        TimeUnit.NANOSECONDS.sleep(chunk.dueNanos - System.nanoTime());
        awaitGate();
        if (chunk.bytes.length == 0) {
          return;
        }
        countdown.accept(chunk.bytes.length);
        out.write(chunk.bytes);
      }
    } catch (IOException e) {
      // Cut.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void countDown(int bytes) {
    if (bytesToCut.addAndGet(-bytes) <= 0) {
      bytesToCut.set(Long.MAX_VALUE);
      cut();
    }
  }

  private void awaitGate() throws InterruptedException {
    synchronized (gate) {
      while (stalled) {
        gate.wait();
      }
    }
  }

  /** What one side said at a time. */
  private record Chunk(byte[] bytes, long dueNanos) {}

  /** How late things arrive. */
  private record Latency(
      long delayNanos, long retransmissionNanos, double lossRate, Random random) {
    static final Latency NONE = new Latency(0, 0, 0, new Random(0));

    long nanos() {
      boolean isLost = lossRate > 0 && random.nextDouble() < lossRate;
      return delayNanos + (isLost ? retransmissionNanos : 0);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close " + socket, e);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
