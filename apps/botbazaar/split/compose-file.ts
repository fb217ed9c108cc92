/** What `docker-compose.yml` says of the services, as far as it matters to run them without containers. */
import { parse } from 'yaml';

export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export interface ComposeService {
  readonly name: string;
  /** Absent for what an image brings with it. */
  readonly command: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Folder in the container → name of the volume. */
  readonly mounts: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
  readonly dependsOn: Readonly<Record<string, Condition>>;
  readonly restarts: boolean;
}

interface Raw {
  readonly services?: Readonly<Record<string, RawService>>;
}

interface RawService {
  readonly command?: readonly unknown[];
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: Condition }>>;
  readonly restart?: string;
}

/** Its message is a sentence for the one who starts the program. */
class ComposeFileError extends Error {
  override readonly name = 'ComposeFileError';
}

/** `variables` are what the file's `${NAME:-default}` take their values from. */
export function readComposeFile(
  text: string,
  variables: Readonly<Record<string, string | undefined>>,
): readonly ComposeService[] {
  const { services = {} } = parse(text, { merge: true }) as Raw;
  const filled = (value: unknown) => interpolate(String(value), variables);
  return Object.entries(services).map(([name, raw]) => ({
    name,
    command: raw.command?.map(filled),
    environment: Object.fromEntries(Object.entries(raw.environment ?? {}).map(([key, value]) => [key, filled(value)])),
    mounts: new Map((raw.volumes ?? []).map(mountOf)),
    secrets: raw.secrets ?? [],
    dependsOn: Object.fromEntries(
      Object.entries(raw.depends_on ?? {}).map(([other, { condition }]) => [other, condition]),
    ),
    restarts: raw.restart === 'unless-stopped',
  }));
}

/** The names that the file takes values of from outside. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\{([A-Z_]+):-/g)].map(([, name = '']) => name))];
}

function mountOf(volume: string): [string, string] {
  const [source = '', target = ''] = volume.split(':');
  if (!/^[a-z]/.test(source)) throw new ComposeFileError(`The volume ${volume} is not a named one.`);
  return [target, source];
}

function interpolate(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/\$\{([^}]*)\}|\$/g, (found, inner?: string) => {
    const [, name = '', fallback = ''] = /^([A-Z_]+):-(.*)$/.exec(inner ?? '') ?? [];
    if (name === '') throw new ComposeFileError(`${found} in the compose file is not of the form \${NAME:-default}.`);
    return variables[name] || fallback;
  });
}
