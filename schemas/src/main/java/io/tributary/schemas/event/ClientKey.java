package io.tributary.schemas.event;

/**
 * Whose events are ordered together: the anonymous id, else the user id, in two name spaces, so
 * that a login does not split a session and the anonymous "x" is not the user "x".
 *
 * @param text {@code a:} and the anonymous id, or {@code u:} and the user id
 */
public record ClientKey(String text) {

  private static final String ANONYMOUS = "a:";
  private static final String USER = "u:";

  public static ClientKey ofAnonymous(String anonymousId) {
    return new ClientKey(ANONYMOUS + anonymousId);
  }

  public static ClientKey ofUser(String userId) {
    return new ClientKey(USER + userId);
  }

  public boolean isUser() {
    return text.startsWith(USER);
  }

  /** The id without its name space. */
  public String id() {
    return text.substring(2);
  }

  @Override
  public String toString() {
    return text;
  }
}
