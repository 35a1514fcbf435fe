package io.tributary.transforms.client;

import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Unpacker;
import io.tributary.schemas.event.ClientKey;
import io.tributary.transforms.identity.IdentityFold;
import io.tributary.transforms.sessionize.SessionFold;

/**
 * What is remembered of one client beside the ids it has used. It changes while events are folded,
 * and stands in state as bytes: what is in state must not change under the checkpoint that is
 * writing it.
 */
final class ClientMemory {

  final ClientKey client;
  final IdentityFold.Memory identity;
  final SessionFold.Memory sessions;

  /** Beyond which watermark the ids are looked through; {@link Queues#NONE} without any. */
  long forgetIdsAt;

  private ClientMemory(
      ClientKey client,
      IdentityFold.Memory identity,
      SessionFold.Memory sessions,
      long forgetIdsAt) {
    this.client = client;
    this.identity = identity;
    this.sessions = sessions;
    this.forgetIdsAt = forgetIdsAt;
  }

  /**
   * @param bytes what {@link #toBytes} gave, or null for a client that is not known
   */
  static ClientMemory of(ClientKey client, byte[] bytes) {
    if (bytes == null) {
      return new ClientMemory(
          client, new IdentityFold.Memory(), new SessionFold.Memory(client), Queues.NONE);
    }
    Unpacker from = new Unpacker(bytes);
    return new ClientMemory(
        client,
        IdentityFold.Memory.unpack(from),
        SessionFold.Memory.unpack(client, from),
        from.takeFixed());
  }

  byte[] toBytes() {
    return PackedCoder.pack(
        to -> {
          identity.pack(to);
          sessions.pack(to);
          to.putFixed(forgetIdsAt);
        });
  }
}
