/** What the terminal says when something cannot start: a sentence for what a person can mend, the stack for a defect. */
import { AppError } from '#kernel/errors';

/** By name, so that saying why a start failed does not need the code of everything that can fail. */
const forPeople = new Set([
  'ComposeFileError',
  'ConfigError',
  'DataDirectoryError',
  'DatabaseUrlError',
  'EmbeddedPostgresError',
  'ListenError',
  'LndSettingsError',
  'NodeListError',
  'PrepareError',
  'RedisServerError',
  'SecretFileError',
  'TakenPortsError',
  'UsageError',
]);

export function failurePage(thrown: unknown): string {
  if (thrown instanceof AppError) return thrown.detail;
  if (!(thrown instanceof Error)) return String(thrown);
  return forPeople.has(thrown.name) ? thrown.message : (thrown.stack ?? thrown.message);
}
