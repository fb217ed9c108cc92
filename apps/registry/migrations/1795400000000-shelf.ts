import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/**
 * The shelf: one row per listing with what a search looks at, words and figures, so that a search reads no versions until it
 * knows which listings it shows. The version's own words go: old versions only stood in the way.
 */
export class Shelf1795400000000 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shelf (
        listing_id     uuid PRIMARY KEY REFERENCES listing DEFERRABLE INITIALLY DEFERRED,
        on_sale        boolean NOT NULL,
        -- What the current version says.
        words          tsvector NOT NULL,
        tags           text[] NOT NULL,
        price_msat     bigint NOT NULL,
        delivery_mode  text NOT NULL,
        -- What was measured; quality is what the search ranks by. In whole steps, so that it seldom changes.
        quality        smallint NOT NULL DEFAULT 177 CHECK (quality BETWEEN 1 AND 1000),
        success_rate   double precision NOT NULL DEFAULT 0.8 CHECK (success_rate BETWEEN 0 AND 1),
        median_ms      integer CHECK (median_ms >= 0),
        buyers         integer NOT NULL DEFAULT 0 CHECK (buyers >= 0),
        tasks          integer NOT NULL DEFAULT 0 CHECK (tasks >= buyers),
        -- When the oldest task that counts stops counting.
        measure_at     timestamptz,
        -- Rows that outcome has of it; some may be gone.
        kept_outcomes  integer NOT NULL DEFAULT 0
      ) WITH (fillfactor = 80);
      INSERT INTO shelf (listing_id, on_sale, words, tags, price_msat, delivery_mode)
        SELECT l.id, l.state = 'published',
          setweight(to_tsvector('english', v.title), 'A') ||
            setweight(to_tsvector('english', l.slug || ' ' || array_to_string(v.tags, ' ')), 'B') ||
            setweight(to_tsvector('english', v.description), 'D'),
          v.tags, v.price_msat, v.delivery_mode
        FROM listing l JOIN listing_version v ON v.listing_id = l.id AND v.version = l.version;
      CREATE INDEX shelf_quality ON shelf (quality DESC, listing_id DESC) WHERE on_sale;
      CREATE INDEX shelf_words ON shelf USING gin (words) WITH (fastupdate = off) WHERE on_sale;
      CREATE INDEX shelf_tags ON shelf USING gin (tags) WITH (fastupdate = off) WHERE on_sale;
      CREATE INDEX shelf_price ON shelf (price_msat) WHERE on_sale;
      CREATE INDEX shelf_measure ON shelf (measure_at) WHERE measure_at IS NOT NULL;
      DROP INDEX listing_published;
      DROP INDEX listing_version_tags;
      ALTER TABLE listing_version DROP COLUMN words;
      GRANT SELECT, INSERT, UPDATE ON shelf TO botbazaar_registry;
    `);
  }
}
