package io.framemill.controller.http.guard;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the rate of requests of each client address, with a token bucket for each. It also slows
 * down guessing of access tokens. Health checks are not limited.
 */
public final class RateLimit {
  /** Addresses that are remembered; beyond it, the least recently seen start anew. */
  private static final int MAX_CLIENTS = 10_000;

  /** A network gets at least this many IPv6 addresses: they count as one client. */
  private static final int IPV6_PREFIX_BYTES = 8;

  private final HttpLimits limits;

  @GuardedBy("buckets")
  private final Map<String, Bucket> buckets = new LeastRecentlyUsed();

  public RateLimit(HttpLimits limits) {
    this.limits = limits;
  }

  public void register(RoutesConfig routes) {
    routes.before(this::check);
  }

  private void check(Context ctx) {
    if (ctx.path().startsWith(HealthRoutes.ROOT)) {
      return;
    }
    ConsumptionProbe probe = bucket(client(ctx.ip())).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
      ctx.header("Retry-After", "" + seconds);
      Problems.answer(
          ctx,
          HttpStatus.TOO_MANY_REQUESTS,
          "More than %s requests per second come from this address; try again in %s s"
              .formatted(limits.requestsPerSecond(), seconds));
      ctx.skipRemainingHandlers();
    }
  }

  private Bucket bucket(String client) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(client, key -> newBucket());
    }
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(limits.burst())
                    .refillGreedy(limits.requestsPerSecond(), Duration.ofSeconds(1)))
        .build();
  }

  /** The client's address, or its network for IPv6. */
  public static String client(String ip) {
    try {
      InetAddress address = InetAddress.getByName(ip);
      return address instanceof Inet6Address
          ? Arrays.toString(Arrays.copyOf(address.getAddress(), IPV6_PREFIX_BYTES))
          : ip;
    } catch (UnknownHostException e) {
      return ip;
    }
  }

  private static final class LeastRecentlyUsed extends LinkedHashMap<String, Bucket> {
    LeastRecentlyUsed() {
      super(16, 0.75f, /* accessOrder= */ true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MAX_CLIENTS;
    }
  }
}
