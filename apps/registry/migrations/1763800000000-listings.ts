import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Listings and their versions. A version never changes, so that a running task keeps what it was sold under. */
export class Listings1763800000000 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE listing (
        id          uuid PRIMARY KEY,
        account_id  uuid NOT NULL,
        slug        text NOT NULL CONSTRAINT listing_slug_once UNIQUE,
        state       text NOT NULL CHECK (state IN ('draft', 'published', 'paused', 'retired')),
        version     integer NOT NULL CHECK (version > 0),
        created_at  timestamptz NOT NULL,
        updated_at  timestamptz NOT NULL
      );
      CREATE INDEX listing_of_account ON listing (account_id, id);
      CREATE INDEX listing_published ON listing (id) WHERE state = 'published';

      CREATE TABLE listing_version (
        listing_id      uuid NOT NULL REFERENCES listing (id) DEFERRABLE INITIALLY DEFERRED,
        version         integer NOT NULL CHECK (version > 0),
        slug            text NOT NULL,
        title           text NOT NULL,
        description     text NOT NULL,
        tags            text[] NOT NULL,
        input_schema    text NOT NULL,
        output_schema   text NOT NULL,
        example         text NOT NULL,
        price_msat      bigint NOT NULL CHECK (price_msat > 0),
        deadline_ms     integer NOT NULL CHECK (deadline_ms > 0),
        max_concurrency integer NOT NULL CHECK (max_concurrency > 0),
        delivery_mode   text NOT NULL CHECK (delivery_mode IN ('push')),
        delivery_url    text NOT NULL,
        webhook_secret_version integer NOT NULL CHECK (webhook_secret_version > 0),
        created_at      timestamptz NOT NULL,
        words           tsvector NOT NULL GENERATED ALWAYS AS (
          setweight(to_tsvector('english', title), 'A') ||
          setweight(to_tsvector('english', replace(slug, '-', ' ')), 'B') ||
          setweight(to_tsvector('english', description), 'C')
        ) STORED,
        PRIMARY KEY (listing_id, version)
      );
      CREATE INDEX listing_version_words ON listing_version USING gin (words);
      CREATE INDEX listing_version_tags ON listing_version USING gin (tags);

      GRANT SELECT, INSERT, UPDATE ON listing TO botbazaar_registry;
      GRANT SELECT, INSERT ON listing_version TO botbazaar_registry;
    `);
  }
}
