/**
 * Message transport: {@link io.framemill.protocol.broker.Broker} and its two implementations,
 * RabbitMQ and in memory. No other package outside the tests imports {@code com.rabbitmq}.
 */
@NullMarked
package io.framemill.protocol.broker;

import org.jspecify.annotations.NullMarked;
