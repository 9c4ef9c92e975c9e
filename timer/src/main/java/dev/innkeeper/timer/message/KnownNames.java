package dev.innkeeper.timer.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Answers a name that nothing has: with the one that was probably meant, and those that exist. */
public final class KnownNames {

  private static final int MOST_SUGGESTED = 2;
  private static final int MOST_EDITS = 3;
  private static final int MOST_LISTED = 20;

  private record Candidate(String name, int edits) {}

  private KnownNames() {}

  /** {@code did you mean 'inbox'? There are [inbox, outbox]}, or only the second part. */
  public static String insteadOf(String unknown, Collection<String> known) {
    List<String> meant = closest(unknown, known);
    return meant.isEmpty()
        ? "there are " + list(known)
        : didYouMean(meant) + " There are " + list(known);
  }

  /** {@code did you mean 'inbox' or 'inbox2'?}. */
  public static String didYouMean(List<String> meant) {
    return "did you mean " + meant.stream().collect(Collectors.joining("' or '", "'", "'?"));
  }

  /**
   * The names that {@code unknown} was probably meant to be: those closest to it, if they differ by
   * no more than a few typing errors, or only in case and separators. At most two, and often none.
   */
  public static List<String> closest(String unknown, Collection<String> known) {
    String wanted = plain(unknown);
    int limit = Math.clamp(wanted.length() / 3, 1, MOST_EDITS);
    List<Candidate> near =
        known.stream()
            .map(name -> new Candidate(name, edits(wanted, plain(name), limit)))
            .filter(candidate -> candidate.edits <= limit && candidate.edits < wanted.length())
            .toList();
    int fewest = near.stream().mapToInt(Candidate::edits).min().orElse(0);
    return near.stream()
        .filter(candidate -> candidate.edits == fewest)
        .limit(MOST_SUGGESTED)
        .map(Candidate::name)
        .toList();
  }

  /** All of them, or the first ones and how many more there are. */
  static String list(Collection<String> names) {
    if (names.size() <= MOST_LISTED) {
      return List.copyOf(names).toString();
    }
    return names.stream()
        .limit(MOST_LISTED)
        .collect(Collectors.joining(", ", "[", ", and " + (names.size() - MOST_LISTED) + " more]"));
  }

  /**
   * Without what differs between {@code stopTimeout}, {@code stop-timeout}, {@code STOP_TIMEOUT}.
   */
  private static String plain(String name) {
    return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
  }

  /**
   * How many letters have to be inserted, removed, replaced or swapped with their neighbour to turn
   * {@code from} into {@code to}: the optimal string alignment distance. Names whose lengths differ
   * by more than {@code limit} are not looked at.
   */
  private static int edits(String from, String to, int limit) {
    if (Math.abs(from.length() - to.length()) > limit) {
      return limit + 1;
    }
    List<int[]> rows = new ArrayList<>();
    for (int i = 0; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        row[j] = i == 0 ? j : cheapest(from, to, i, j, row, rows);
      }
      rows.add(row);
    }
    return rows.getLast()[to.length()];
  }

  private static int cheapest(
      String from, String to, int i, int j, int[] row, List<int[]> earlier) {
    int[] above = earlier.get(i - 1);
    int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, earlier.get(i - 2)[j - 2] + 1) : least;
  }
}
