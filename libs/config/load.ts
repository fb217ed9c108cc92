/**
 * The only reader of the environment. A schema of TypeBox says what there is; what is wrong is collected and told at once,
 * by name and never by value, since values may be secrets.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Static, TObject, TProperties } from 'typebox';

/** What this page uses of the JSON Schema of one variable. */
export interface VariableSchema {
  readonly type?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  /** In words, where type and bounds do not say it: `must be …`. */
  readonly expected?: string;
}

/** Lists every variable that is missing or wrong; the message is for the one who starts the program. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variables that the schema names. A variable that is empty counts as not set; lists are split at commas. */
export function loadConfig<P extends TProperties>(
  schema: TObject<P>,
  environment: Environment = process.env,
): Static<TObject<P>> {
  const variables = schema.properties as Readonly<Record<string, VariableSchema>>;
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = environment[name]?.trim();
    if (text !== undefined && text !== '') values[name] = fromText(text, variable);
  }
  // The schemas are our own; to check them against the meta-schema, Ajv would first have to compile that.
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, validateSchema: false });
  ajv.addKeyword('expected');
  const validate = ajv.compile(schema);
  if (validate(values)) return values as Static<TObject<P>>;

  const problems = new Map<string, string>();
  for (const error of validate.errors ?? []) {
    const missing = error.keyword === 'required';
    const name = missing ? String(error.params.missingProperty) : (error.instancePath.split('/')[1] ?? '');
    problems.set(name, `${name} ${missing ? 'is not set; it ' : ''}must be ${expectation(variables[name] ?? {})}`);
  }
  throw new ConfigError([...problems.values()]);
}

/** What may stand in a variable, in words: `a whole number from 0 to 65535`. */
export function expectation(variable: VariableSchema): string {
  if (variable.expected !== undefined) return variable.expected;
  if (variable.enum !== undefined) return variable.enum.join(' or ');
  if (variable.type === 'boolean') return 'on or off';
  if (variable.type === 'integer')
    return `a whole number from ${variable.minimum ?? '−∞'} to ${variable.maximum ?? '∞'}`;
  return 'a text';
}

const switches: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  1: true,
  off: false,
  false: false,
  0: false,
};

/** The value that the text stands for, or the text itself, which the validator then refuses. */
function fromText(text: string, { type }: VariableSchema): unknown {
  if (type === 'boolean') return switches[text.toLowerCase()] ?? text;
  if (type === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (type !== 'array') return text;
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '');
}
