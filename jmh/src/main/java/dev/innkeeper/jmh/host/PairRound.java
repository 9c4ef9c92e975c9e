package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** Starts and stops a host and its peer in turn, all rounds in this one JVM. */
final class PairRound {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PAUSE_OF_WARMUP = Duration.ofMillis(1);

  /** After a collection the JVM passes each compiled method once more before it is called. */
  private static final int LIVES_TO_WARM_UP_AGAIN = 3;

  /** One of the two. */
  private interface Side {
    Crowd make(PairRound round, Roll roll);
  }

  /** Both in one round. */
  record Lives(Life host, Life peer) {

    double ratio(ToLongFunction<Life> which) {
      return (double) which.applyAsLong(host) / which.applyAsLong(peer);
    }
  }

  private final Pair pair;
  private final int number;

  PairRound(Pair pair, int number) {
    this.pair = pair;
    this.number = number;
  }

  /**
   * Pair, its number, how long to warm up with few, how many rounds are not measured, how many are
   * at least, and how long to measure at least.
   */
  public static void main(String[] args) {
    Round.run(() -> Measurement.of(measure(args)));
  }

  private static Figures measure(String[] args) throws Exception {
    PairRound round = new PairRound(Pair.labelled(args[0]), Integer.parseInt(args[1]));
    round.warmUp(Duration.parse(args[2]));
    round.repeat(Integer.parseInt(args[3]), Duration.ZERO); // not measured
    Figures ratios = figures(round.repeat(Integer.parseInt(args[4]), Duration.parse(args[5])));
    return ratios
        .with("bytes_per_service", round.heap(PairRound::host))
        .with("peer_bytes_per_service", round.heap(PairRound::peer));
  }

  private Crowd host(Roll roll) {
    return pair.host(number, roll);
  }

  private Crowd peer(Roll roll) {
    return pair.peer(number, roll);
  }

  private void warmUp(Duration length) throws Exception {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() - end < 0) {
      liveWithFew(PairRound::host);
      liveWithFew(PairRound::peer);
    }
  }

  private void liveWithFew(Side side) throws Exception {
    new PairRound(pair, pair.few(number)).live(side, PAUSE_OF_WARMUP);
  }

  /** So many rounds at least, and so long at least. Who is first in one is second in the next. */
  List<Lives> repeat(int rounds, Duration length) throws Exception {
    List<Lives> lives = new ArrayList<>();
    long end = System.nanoTime() + length.toNanos();
    while (lives.size() < rounds || System.nanoTime() - end < 0) {
      if (lives.size() % 2 == 0) {
        Life host = liveInCleanHeap(PairRound::host);
        lives.add(new Lives(host, liveInCleanHeap(PairRound::peer)));
      } else {
        Life peer = liveInCleanHeap(PairRound::peer);
        lives.add(new Lives(liveInCleanHeap(PairRound::host), peer));
      }
    }
    return lives;
  }

  /** What the one before has left behind is not this one's cost. */
  private Life liveInCleanHeap(Side side) throws Exception {
    System.gc();
    for (int i = 0; i < LIVES_TO_WARM_UP_AGAIN; i++) {
      liveWithFew(side);
    }
    return live(side, PAUSE);
  }

  private Life live(Side side, Duration pause) throws Exception {
    return Life.of(roll -> side.make(this, roll), pair.services(number), pause);
  }

  private double heap(Side side) throws Exception {
    int services = pair.services(number);
    return Life.heap(roll -> side.make(this, roll), services) / services;
  }

  static Figures figures(List<Lives> rounds) {
    double[] ratios = ratios(rounds, Life::startAndStop);
    return new Figures()
        .with("start_ratio", Figures.median(ratios(rounds, Life::start)))
        .with("stop_ratio", Figures.median(ratios(rounds, Life::stop)))
        .with("ratio", Figures.median(ratios))
        .with("ratio_min", Arrays.stream(ratios).min().orElseThrow())
        .with("ratio_max", Arrays.stream(ratios).max().orElseThrow())
        .with("start_ms", millis(rounds, lives -> lives.host.start()))
        .with("stop_ms", millis(rounds, lives -> lives.host.stop()))
        .with("peer_start_ms", millis(rounds, lives -> lives.peer.start()))
        .with("peer_stop_ms", millis(rounds, lives -> lives.peer.stop()))
        .with("making_ms", millis(rounds, lives -> lives.host.making()))
        .with("repetitions", rounds.size());
  }

  private static double[] ratios(List<Lives> rounds, ToLongFunction<Life> which) {
    return rounds.stream().mapToDouble(lives -> lives.ratio(which)).toArray();
  }

  private static double millis(List<Lives> rounds, ToLongFunction<Lives> which) {
    return Figures.median(rounds.stream().mapToDouble(which::applyAsLong).toArray()) / 1e6;
  }
}
