import type { Registry, Service, VersionReply } from '#contracts/registry';
import type { CompiledSchema } from '#json-schema/compile-schema';
import { parseJson } from '#json-schema/json-bounds';
import { SchemaCache } from '#json-schema/schema-cache';
import { assert } from '#kernel/assert';

/** One version of a listing, as it is delivered. It never changes. */
export interface ListingVersion {
  readonly service: Service;
  /** Empty where the seller pulls. */
  readonly endpoint: string;
  readonly secretVersion: number;
  readonly outputSchema: CompiledSchema;
}

const maxVersions = 1_000;
const maxSchemas = 200;
const registryDeadlineMs = 2_000;

/** Listings' versions, asked of the registry once each; the one used longest ago makes room. */
export class Versions {
  private readonly entries = new Map<string, Promise<VersionReply>>();
  private readonly schemas = new SchemaCache(maxSchemas);

  constructor(private readonly registry: Registry) {}

  /** Throws `not_found` for a version that does not exist, and whatever a registry that is away throws. */
  async get(listingId: string, version: number): Promise<ListingVersion> {
    const key = `${listingId}/${version}`;
    const { service, delivery, webhookSecretVersion } = await this.ask(key, listingId, version);
    assert(service !== null && delivery !== null, 'the registry answered without the service or its delivery');
    assert(delivery.mode === 'push' || delivery.mode === 'pull', `unknown mode of delivery: ${delivery.mode}`);
    const schema = parseJson(service.outputSchemaJson, { maxBytes: 1_048_576, maxDepth: 64 });
    return {
      service,
      endpoint: delivery.url,
      secretVersion: webhookSecretVersion,
      outputSchema: this.schemas.get(`${key}/output`, schema),
    };
  }

  private async ask(key: string, listingId: string, version: number): Promise<VersionReply> {
    const known = this.entries.get(key);
    const reply = known ?? this.registry.getVersion({ listingId, version }, { deadlineMs: registryDeadlineMs });
    this.entries.delete(key);
    this.entries.set(key, reply);
    if (this.entries.size > maxVersions) {
      const oldest = this.entries.keys().next();
      if (!oldest.done) this.entries.delete(oldest.value);
    }
    try {
      return await reply;
    } catch (thrown) {
      if (this.entries.get(key) === reply) this.entries.delete(key);
      throw thrown;
    }
  }
}
