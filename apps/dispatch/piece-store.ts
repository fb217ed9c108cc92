/** Partial output: pieces that workers report while they work. Nobody but the seller sees any before the delivery. */
import type { Sql } from './task-store.js';

export const maxPieces = 1_000;
/** One of them, and all of one attempt. */
export const maxPieceBytes = 65_536;
export const maxPiecesBytes = 1_048_576;

export interface Piece {
  /** Counts the pieces of the attempt from 1. */
  readonly n: number;
  readonly outputJson: string;
}

/** Why a piece is not taken. */
export interface PieceRoom {
  readonly funding: string;
  readonly pieces: number;
  readonly pieceBytes: number;
}

export class PieceStore {
  constructor(private readonly sql: Sql) {}

  /** What the last of the attempts before that one has left, oldest first; what still earlier ones left is deleted. */
  async handOver(taskUuid: string, attempt: number): Promise<string[]> {
    const rows = await this.sql.query<{ outputJson: string }>(
      `WITH
         left_by AS (SELECT max(p.attempt) AS attempt FROM dispatch.piece AS p WHERE p.task_id = $1 AND p.attempt < $2),
         dropped AS (
           DELETE FROM dispatch.piece AS p USING left_by WHERE p.task_id = $1 AND p.attempt < left_by.attempt)
       SELECT p.output_json AS "outputJson" FROM dispatch.piece AS p JOIN left_by USING (attempt)
       WHERE p.task_id = $1 ORDER BY p.n`,
      [taskUuid, attempt],
    );
    return rows.map(({ outputJson }) => outputJson);
  }

  async room(taskUuid: string): Promise<PieceRoom | undefined> {
    const [row] = await this.sql.query<PieceRoom>(
      'SELECT t.funding, t.pieces, t.piece_bytes AS "pieceBytes" FROM dispatch.task AS t WHERE t.id = $1',
      [taskUuid],
    );
    return row;
  }

  /** Of a delivered task, by the attempt that delivered it; those after that number. */
  async delivered(taskUuid: string, after: number): Promise<Piece[]> {
    return await this.sql.query<Piece>(
      `SELECT p.n, p.output_json AS "outputJson"
       FROM dispatch.task AS t JOIN dispatch.piece AS p ON p.task_id = t.id AND p.attempt = t.attempts
       WHERE t.id = $1 AND t.state = 'DELIVERED' AND p.n > $2 ORDER BY p.n`,
      [taskUuid, after],
    );
  }
}
