package io.tributary.transforms.client;

import io.tributary.schemas.coder.OutcomeCoder;
import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.identity.Links;
import io.tributary.transforms.order.GroupByClient;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.telemetry.StepFn;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;

/**
 * The one keyed stage: deduplicates, resolves identity and stitches sessions, client by client, in
 * one shuffle.
 *
 * <p>Input: validation's outcomes. Output, for each of them exactly one row: the event with its
 * session, a duplicate, or a dead letter; beside them the closed sessions. Bounded input is grouped
 * and sorted; unbounded input waits in state until the watermark says that it is complete. The
 * result depends on the records alone, not on their order of arrival here. Unbounded, events of
 * {@link #withRealTime some types} also leave right after dedup, without a session.
 */
public final class FollowClients
    extends PTransform<PCollection<Outcome<Event>>, PCollection<WarehouseRow>> {

  private static final long serialVersionUID = 1L;

  /** Heap for one sort of one client before it goes to disk. */
  private static final long SORT_BYTES = 24L << 20;

  private final Rules rules;
  private final Links.Source links;
  private final RealTime realTime;

  private FollowClients(Rules rules, Links.Source links, RealTime realTime) {
    this.rules = rules;
    this.links = links;
    this.realTime = realTime;
  }

  /**
   * @param rules gap and out-of-orderness
   */
  public static FollowClients by(Rules rules) {
    return new FollowClients(rules, null, RealTime.NONE);
  }

  /**
   * @param links links of anonymous ids to users from elsewhere, or null
   */
  public FollowClients withLinks(Links.Source links) {
    return new FollowClients(rules, links, realTime);
  }

  /**
   * @param realTime which events of unbounded input do not wait for their session
   */
  public FollowClients withRealTime(RealTime realTime) {
    return new FollowClients(rules, links, realTime);
  }

  @Override
  public PCollection<WarehouseRow> expand(PCollection<Outcome<Event>> outcomes) {
    if (outcomes.isBounded() == IsBounded.UNBOUNDED) {
      return outcomes
          .apply("KeyByClient", WithKeys.of(FollowClients::name))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), OutcomeCoder.of()))
          .apply("FoldLive", ParDo.of(new LiveFn(rules, links, realTime)))
          .setCoder(WarehouseRowCoder.of());
    }
    return outcomes
        .apply("ByClient", GroupByClient.of(FollowClients::key, OutcomeCoder.of()))
        .apply(
            "Fold",
            ParDo.of(
                StepFn.of(ClientTracing.telemetry(), new ClientStep(rules, links, SORT_BYTES))
                    .withTracing(new ClientTracing(RealTime.NONE))))
        .setCoder(WarehouseRowCoder.of());
  }

  /** State is kept under the whole name: there is no telling apart behind a hash. */
  private static String name(Outcome<Event> outcome) {
    if (outcome instanceof Outcome.Ok<Event> ok) {
      return ok.value().clientKey().text();
    }
    return ((Outcome.Rejected<Event>) outcome).failure().coordinate().toString();
  }

  /** Failures have no client: they are spread, and pass through with whom they meet. */
  private static long key(Outcome<Event> outcome) {
    if (outcome instanceof Outcome.Ok<Event> ok) {
      return Orders.clientHash(ok.value());
    }
    return ((Outcome.Rejected<Event>) outcome).failure().coordinate().hashCode()
        * 0x9e3779b97f4a7c15L;
  }
}
