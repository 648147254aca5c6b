/**
 * A broker that speaks AMQP 0-9-1. The only package outside tests that imports {@code
 * com.rabbitmq}.
 */
@NullMarked
package io.framemill.protocol.broker.rabbit;

import org.jspecify.annotations.NullMarked;
