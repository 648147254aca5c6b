/**
 * Real AMQP brokers for tests, in this module and in others through its test jar. Start with {@link
 * io.framemill.testbroker.AmqpBrokerExtension}.
 */
@NullMarked
package io.framemill.testbroker;

import org.jspecify.annotations.NullMarked;
