package io.framemill.protocol.broker.rabbit;

import static io.framemill.protocol.broker.Inbox.eventually;
import static io.framemill.protocol.broker.Inbox.messages;
import static io.framemill.protocol.broker.Inbox.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.framemill.protocol.Backoff;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.BrokerOwner;
import io.framemill.protocol.broker.Inbox;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.RequiresRabbitServer;
import io.framemill.testbroker.TcpProxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whose broker it is: controllers with one state, with two, and a namespace for each. */
@RequiresRabbitServer
class OwnerMarkIT {
  private static final BrokerOwner ONE = new BrokerOwner("id-1", "the state /one on host-1", false);
  private static final BrokerOwner TWO = new BrokerOwner("id-2", "the state /two on host-2", false);
  private static final BrokerOwner TWO_INSISTS =
      new BrokerOwner("id-2", "the state /two on host-2", true);

  private static RabbitServer server;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private TcpProxy proxy;

  @BeforeAll
  static void startServer() {
    server = RabbitServer.start();
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  @BeforeEach
  void clear() {
    server.clear();
    proxy = kept(new TcpProxy(server.uri()));
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  @Test
  void open_anotherState_isRefusedAndToldWhose() {
    open(ONE);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> open(TWO))
          .matches(e -> !e.isUnreachable())
          .withMessage(
              "The broker at 127.0.0.1:%d, virtual host / belongs to another controller, with the"
                  + " state /one on host-1; two would take each other's reports. Give this one a"
                  + " --namespace or a virtual host of its own, or, if that state is gone for good,"
                  + " start it once with --take-over-broker",
              proxy.uri().getPort());
    }
  }

  @Test
  void open_anotherStateAfterTheFirstHasEnded_isStillRefused() {
    open(ONE).close();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(TWO))
        .withMessageContaining("/one on host-1");
  }

  @Test
  void open_sameState_isWelcomeInAPairAndAgain() {
    open(ONE);
    open(ONE).close();
    open(new BrokerOwner("id-1", "the state /one, moved to host-9", false));
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(TWO))
        .withMessageContaining("the state /one, moved to host-9");
  }

  @Test
  void open_worker_needsNoState() {
    open(ONE);
    assertThatCode(() -> kept(RabbitBroker.open(config(Namespace.NONE))))
        .doesNotThrowAnyException();
  }

  @Test
  void connectionCut_ownMark_doesNotRefuseItsOwner() {
    RabbitBroker broker = open(ONE);
    Inbox inbox = Inbox.acking();
    broker.consume(Queue.REPORTS, 5, inbox);
    for (int cuts = 1; cuts <= 3; cuts++) {
      proxy.cut();
      int sent = cuts;
      eventually(() -> broker.publish(Queue.REPORTS, messages("" + sent)));
      eventually(() -> assertThat(inbox.bodies()).contains("" + sent));
    }
  }

  @Test
  void connectionSilent_oldOneStillCounts_doesNotRefuseItsOwner() {
    RabbitBroker broker = open(ONE);
    broker.consume(Queue.REPORTS, 5, Inbox.acking());
    proxy.stall();
    try (TcpProxy other = new TcpProxy(server.uri())) {
      // As after a change of the network: RabbitMQ has not noticed that the first one is gone.
      RabbitConfig config = RabbitConfig.builder(other.uri()).build();
      assertThatCode(() -> RabbitBroker.open(config, ONE).close()).doesNotThrowAnyException();
    }
  }

  @Test
  void serverRestarted_mark_isKept() {
    RabbitBroker broker = open(ONE);
    server.stop();
    server.startAgain();
    eventually(() -> broker.publish(Queue.TASKS, messages("1")));
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(TWO))
        .withMessageContaining("belongs to another controller, with the state /one on host-1");
  }

  @Test
  void takeOver_controllerThere_isRefused() {
    RabbitBroker broker = open(ONE);
    broker.consume(Queue.REPORTS, 5, Inbox.acking());
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(TWO_INSISTS))
        .withMessageContaining("cannot be taken over")
        .withMessageContaining("the state /one on host-1; stop that one first");
  }

  @Test
  void takeOver_controllerGone_deletesWhatItLeftAndBelongsToTheOtherFromThenOn() {
    RabbitBroker before = open(ONE);
    before.publish(Queue.TASKS, numbered(3));
    before.publish(Queue.REPORTS, numbered(2));
    before.close();
    RabbitBroker broker = open(TWO_INSISTS);
    broker.publish(Queue.TASKS, messages("mine"));
    broker.close();

    // With the option again, as in a unit file: what is its own stays.
    RabbitBroker again = open(TWO_INSISTS);
    again.publish(Queue.TASKS, messages("last"));
    again.publish(Queue.REPORTS, messages("last"));
    assertThat(drained(again, Queue.TASKS, 2)).containsExactly("mine", "last");
    assertThat(drained(again, Queue.REPORTS, 1)).containsExactly("last");
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(ONE))
        .withMessageContaining("the state /two on host-2");
  }

  /** As if the second one had looked for a controller just before the first one subscribed. */
  @Test
  void takenOver_beforeTheFirstSubscription_endsTheFormerOwner() {
    RabbitBroker former = open(ONE);
    RabbitBroker owner = open(TWO_INSISTS);
    Inbox inbox = Inbox.acking();

    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> former.consume(Queue.REPORTS, 5, inbox))
        .withMessageContaining("belongs to another controller, with the state /two on host-2");
    assertThat(former.isOpen()).isFalse();
    owner.publish(Queue.REPORTS, numbered(20));
    assertThat(drained(owner, Queue.REPORTS, 20)).hasSize(20);
    assertThat(inbox.size()).isZero();
  }

  @Test
  void open_longHostileDescription_isToldInOneLineUpToItsLimit() {
    String faces = "\ud83d\ude00".repeat(400);
    open(new BrokerOwner("id-1", "\n\u001b" + faces, false));
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(TWO))
        .withMessageContaining("with \\n\\u001b" + faces.substring(0, 2 * 298) + "; two would");
  }

  @Test
  void takenOver_whileCutOff_theFormerOwnerDoesNotComeBack() {
    RabbitBroker former = open(ONE);
    Inbox inbox = Inbox.acking();
    former.consume(Queue.REPORTS, 5, inbox);
    assertThat(former.problem()).isEmpty();
    proxy.cutForGood();
    RabbitConfig direct = RabbitConfig.builder(server.uri()).build();
    eventually(() -> kept(RabbitBroker.open(direct, TWO_INSISTS)));
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.list = new CopyOnWriteArrayList<>();
    said.start();
    Logger recovery = (Logger) LoggerFactory.getLogger(ConnectionRecovery.class);
    recovery.addAppender(said);
    parts.push(() -> recovery.detachAppender(said));
    proxy.restore();

    try (RabbitBroker owner = RabbitBroker.open(direct, TWO)) {
      Inbox theirs = Inbox.acking();
      owner.publish(Queue.REPORTS, numbered(20));
      owner.consume(Queue.REPORTS, 5, theirs);
      theirs.await(20);
    }
    eventually(
        () ->
            assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("the former owner is back on the line, and refused")
                .anyMatch(message -> message.contains("belongs to another controller")));
    assertThat(former.isOpen()).isFalse();
    eventually(
        () ->
            assertThat(former.problem())
                .hasValueSatisfying(
                    problem ->
                        assertThat(problem).contains("belong to another controller's state")));
    assertThat(inbox.size()).isZero();
  }

  @Test
  void open_twoNamespaces_shareABrokerAndHearNothingOfEachOther() {
    RabbitBroker plain = open(ONE);
    RabbitBroker films = kept(RabbitBroker.open(config(new Namespace("films")), TWO));
    List<String> heard = new CopyOnWriteArrayList<>();
    plain.listen(Topic.CONTROL, body -> heard.add("plain"));
    films.listen(Topic.CONTROL, body -> heard.add("films"));

    films.publish(Queue.TASKS, messages("of films"));
    plain.publish(Queue.TASKS, messages("of plain"));
    films.broadcast(Topic.CONTROL, new byte[1]);
    eventually(() -> assertThat(heard).isNotEmpty());
    plain.broadcast(Topic.CONTROL, new byte[1]);
    eventually(() -> assertThat(heard).contains("plain"));

    assertThat(heard).containsExactly("films", "plain");
    Inbox rejecting = Inbox.holding();
    films.consume(Queue.TASKS, 5, rejecting);
    assertThat(Inbox.text(rejecting.await(1).get(0))).isEqualTo("of films");
    rejecting.await(1).get(0).reject("no task");
    assertThat(drained(films, Queue.DEAD, 1)).containsExactly("of films");
    assertThat(drained(plain, Queue.TASKS, 1)).containsExactly("of plain");
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> RabbitBroker.open(config(new Namespace("films")), ONE))
        .withMessageContaining("virtual host /, namespace films belongs to another controller");
  }

  private static List<String> drained(Broker broker, Queue queue, int count) {
    Inbox inbox = Inbox.acking();
    try (Broker.Subscription subscription = broker.consume(queue, 100, inbox)) {
      return inbox.await(count).stream().map(Inbox::text).toList();
    }
  }

  /** Waits for queues that have no leader yet, as controllers do. */
  private RabbitBroker open(BrokerOwner owner) {
    RabbitConfig config = config(Namespace.NONE);
    return kept(
        new BrokerStartup(Duration.ofMinutes(1))
            .open(config, () -> RabbitBroker.open(config, owner)));
  }

  private RabbitConfig config(Namespace namespace) {
    return RabbitConfig.builder(proxy.uri())
        .namespace(namespace)
        .backoff(Backoff.ofMillis(50, 500))
        .build();
  }

  private <T extends AutoCloseable> T kept(T part) {
    parts.push(part);
    return part;
  }
}
