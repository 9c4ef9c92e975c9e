package dev.innkeeper.samples.wordcount;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The words of each file. Any thread may add or read. */
public final class Tally {

  private final Map<String, Map<String, Integer>> wordsByFile = new ConcurrentHashMap<>();

  /** Sets the words of a file, which count anew if it has changed. Returns whether it has. */
  public boolean put(String file, Map<String, Integer> words) {
    return !words.equals(wordsByFile.put(file, Map.copyOf(words)));
  }

  public int files() {
    return wordsByFile.size();
  }

  public long words() {
    return wordsByFile.values().stream().mapToLong(Tally::sum).sum();
  }

  static long sum(Map<String, Integer> words) {
    return words.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** The most frequent long words, for people: {@code summer 12, eternal 9}. */
  public String favourites(int count) {
    Map<String, Integer> all = new HashMap<>();
    wordsByFile.values().forEach(words -> words.forEach((w, n) -> all.merge(w, n, Integer::sum)));
    return all.entrySet().stream()
        .filter(entry -> entry.getKey().length() > 4)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(count)
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return String.format("%,d words in %,d files", words(), files());
  }
}
