package io.tributary.transforms.client;

import io.tributary.schemas.coder.EventCoder;
import io.tributary.schemas.coder.SessionedEventCoder;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.identity.Links;
import io.tributary.transforms.order.Place;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.StepTelemetry;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Keeps {@link LiveFold}'s state per client, and wakes it when the watermark has moved on. */
final class LiveFn extends DoFn<KV<String, Outcome<Event>>, WarehouseRow> {

  private static final long serialVersionUID = 1L;
  private static final Instant END = GlobalWindow.INSTANCE.maxTimestamp();

  @StateId("arrivals")
  private final StateSpec<MapState<Place, Event>> arrivalsSpec =
      StateSpecs.map(Place.coder(), EventCoder.of());

  @StateId("held")
  private final StateSpec<MapState<Place, SessionedEvent>> heldSpec =
      StateSpecs.map(Place.coder(), SessionedEventCoder.of());

  @StateId("ids")
  private final StateSpec<MapState<String, byte[]>> idsSpec =
      StateSpecs.map(StringUtf8Coder.of(), ByteArrayCoder.of());

  @StateId("queues")
  private final StateSpec<ValueState<Queues>> queuesSpec = StateSpecs.value(Queues.coder());

  @StateId("memory")
  private final StateSpec<ValueState<byte[]>> memorySpec = StateSpecs.value(ByteArrayCoder.of());

  @TimerId("release")
  private final TimerSpec releaseSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StepTelemetry telemetry = ClientTracing.telemetry();
  private final Rules rules;
  private final Links.Source linksSource;
  private final RealTime realTime;
  private final ClientTracing tracing;

  private transient Links links;
  private transient LiveFold fold;

  LiveFn(Rules rules, Links.Source linksSource, RealTime realTime) {
    this.rules = rules;
    this.linksSource = linksSource;
    this.realTime = realTime;
    this.tracing = new ClientTracing(realTime);
  }

  @Setup
  public void setup(PipelineOptions options) {
    telemetry.setup(options);
    links = linksSource == null ? null : linksSource.open();
    fold = new LiveFold(rules, links, realTime);
  }

  @StartBundle
  public void startBundle() {
    telemetry.start();
  }

  @ProcessElement
  public void process(
      @Element KV<String, Outcome<Event>> keyed,
      @StateId("arrivals") MapState<Place, Event> arrivals,
      @StateId("held") MapState<Place, SessionedEvent> held,
      @StateId("ids") MapState<String, byte[]> ids,
      @StateId("queues") ValueState<Queues> queues,
      @StateId("memory") ValueState<byte[]> memory,
      @TimerId("release") Timer release,
      OutputReceiver<WarehouseRow> receiver) {
    if (keyed.getValue() instanceof Outcome.Rejected<Event> rejected) {
      receiver.output(new DeadLetter(rejected.failure()));
    } else if (keyed.getValue() instanceof Outcome.Ok<Event> ok) {
      if (ok.value().receivedAt() < release.getCurrentRelativeTime().getMillis()) {
        telemetry.counts().add(Measure.EVENTS_BEHIND_WATERMARK);
      }
      LiveFold.State state = new LiveFold.State(arrivals, held, ids, queues, memory);
      Queues before = state.readQueues();
      Queues now = fold.arrive(state, ok.value());
      if (now.timer() != before.timer() || now.hold() != before.hold()) {
        set(release, now);
      }
    }
    telemetry.processed();
  }

  @OnTimer("release")
  public void release(
      @Key String client,
      @StateId("arrivals") MapState<Place, Event> arrivals,
      @StateId("held") MapState<Place, SessionedEvent> held,
      @StateId("ids") MapState<String, byte[]> ids,
      @StateId("queues") ValueState<Queues> queues,
      @StateId("memory") ValueState<byte[]> memory,
      @TimerId("release") Timer release,
      OutputReceiver<WarehouseRow> receiver) {
    telemetry.next();
    try {
      Queues rest =
          fold.release(
              new LiveFold.State(arrivals, held, ids, queues, memory),
              new ClientKey(client),
              release.getCurrentRelativeTime().getMillis(),
              row -> {
                telemetry.out(row, tracing);
                receiver.outputWithTimestamp(row, new Instant(row.partitionTime()));
              },
              telemetry.counts());
      if (rest.timer() != Queues.NONE) {
        set(release, rest);
      }
    } catch (RuntimeException | Error failed) {
      telemetry.failed(failed);
      throw failed;
    }
    telemetry.processed();
  }

  private static void set(Timer timer, Queues queues) {
    Timer held =
        queues.hold() == Queues.NONE
            ? timer.withNoOutputTimestamp()
            : timer.withOutputTimestamp(new Instant(queues.hold()));
    Instant at = new Instant(queues.timer());
    held.set(at.isAfter(END) ? END : at);
  }

  @FinishBundle
  public void finishBundle() {
    telemetry.finish();
  }

  @Teardown
  public void teardown() {
    try {
      if (links != null) {
        links.close();
      }
    } finally {
      telemetry.teardown();
    }
  }

  /** Rows have the time of their records, which lies before that of the timer. */
  @Override
  @SuppressWarnings("deprecation") // there is no other way to say it
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
