/**
 * Real Kafka brokers and real Flink clusters as processes of this machine, for tests and for trying
 * things out. Nothing here knows Tributary.
 */
package io.tributary.kit;
