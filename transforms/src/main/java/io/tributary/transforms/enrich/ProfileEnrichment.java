package io.tributary.transforms.enrich;

import io.tributary.schemas.event.Profile;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Part;
import java.util.ArrayList;
import java.util.List;

/** The profile of the resolved user, as of the time the record came. */
final class ProfileEnrichment implements Enrichment {

  private static final long serialVersionUID = 1L;

  private final Profiles.Source source;
  private transient Profiles profiles;

  ProfileEnrichment(Profiles.Source source) {
    this.source = source;
  }

  @Override
  public Part part() {
    return Part.USER_PROFILE;
  }

  @Override
  public void open() {
    profiles = source.open();
  }

  @Override
  public void enrich(List<Draft> drafts, Counts counts) {
    List<Draft> asked = new ArrayList<>(drafts.size());
    List<Profiles.Key> keys = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      String userId = draft.sessioned.resolvedUserId();
      if (userId != null) {
        asked.add(draft);
        keys.add(new Profiles.Key(userId, draft.sessioned.event().receivedAt()));
      }
    }
    List<Profile> found = profiles.find(keys);
    for (int i = 0; i < found.size(); i++) {
      Profile profile = found.get(i);
      asked.get(i).profile = profile;
      if (profile != null) {
        counts.add(Measure.PROFILE_FOUND);
      }
    }
  }

  @Override
  public void close() {
    if (profiles != null) {
      profiles.close();
    }
  }
}
