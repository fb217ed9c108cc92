/** What the terminal says when something cannot start: a sentence for what a person can mend, the stack for a defect. */
import { ConfigError } from '#config/load';
import { SecretFileError } from '#config/secret-file';
import { AppError } from '#kernel/errors';
import { DataDirectoryError } from './data-directory.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

const forPeople = [ConfigError, SecretFileError, DataDirectoryError, EmbeddedPostgresError, AppError];

export function failurePage(thrown: unknown): string {
  if (forPeople.some((kind) => thrown instanceof kind)) {
    return thrown instanceof AppError ? thrown.detail : (thrown as Error).message;
  }
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') {
    const { address, port } = thrown as Error & { address?: string; port?: number };
    return `The address ${address}:${port} is in use by another program. Free it, or set BOTBAZAAR_PORT to another one (0 = any).`;
  }
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
