package dev.innkeeper.samples.shop;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Pattern;

/**
 * Which mail addresses the shop takes: those that HTML's {@code <input type=email>} takes and
 * Jakarta Mail can send to. RFC 5322 also has groups, comments, quotes and names in them, by which
 * one mail could go to many, or a header be forged.
 */
final class MailAddress {

  private static final int LONGEST = 254;
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(?:\\." + LABEL + ")*");

  private MailAddress() {}

  /** Whether it is an address like {@code ann@example.com}, and nothing else. */
  static boolean isPlain(String text) {
    return text.length() <= LONGEST && PLAIN.matcher(text).matches() && canBeSentTo(text);
  }

  /** Whether it is a plain address, or one with a name: {@code The shop <shop@example.com>}. */
  static boolean isSender(String text) {
    try {
      InternetAddress address = new InternetAddress(text, true);
      return !address.isGroup()
          && isPlain(address.getAddress())
          && text.chars().noneMatch(Character::isISOControl);
    } catch (AddressException e) {
      return false;
    }
  }

  private static boolean canBeSentTo(String text) {
    try {
      new InternetAddress(text, true).validate();
      return true;
    } catch (AddressException e) {
      return false;
    }
  }
}
