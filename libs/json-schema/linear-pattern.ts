/**
 * `pattern` and `patternProperties` run on RE2, whose time is linear in the text whatever the pattern is. What RE2 cannot
 * do (lookaround, backreferences) is refused when the schema is compiled.
 */
import { RE2JS } from 're2js';
import { spend } from './work-budget.js';

const maxPatternChars = 1_000;
/** Instructions of the compiled program. A counted repetition is unrolled: `.{1,1000}` alone has 2,000. */
const maxProgramSize = 2_000;

/** RE2 builds its automaton while it matches and may keep 8 MB of it per pattern; past this bound it starts afresh. */
const maxAutomatonBytes = 1024 * 1024;

export class PatternRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PatternRefused';
  }
}

/** As much of RegExp as Ajv's generated code uses. */
export class LinearPattern {
  readonly programSize: number;
  private engine: RE2JS | undefined;
  private automatonBytes = 0;

  constructor(readonly source: string) {
    if (source.length > maxPatternChars) throw new PatternRefused(`is longer than ${maxPatternChars} characters`);
    this.engine = compile(source);
    this.programSize = this.engine.matcher('').programSize();
    if (this.programSize > maxProgramSize) {
      throw new PatternRefused('repeats too much; use minLength and maxLength for lengths');
    }
  }

  test(text: string): boolean {
    spend(1 + Math.ceil((text.length * this.programSize) / 4));
    if (this.engine === undefined) spend(this.programSize);
    const engine = this.engine ?? compile(this.source);
    const matched = engine.test(text);
    // At most one new state per character, each naming at most all instructions.
    this.automatonBytes += text.length * (200 + 8 * this.programSize);
    const forget = this.automatonBytes > maxAutomatonBytes;
    this.engine = forget ? undefined : engine;
    if (forget) this.automatonBytes = 0;
    return matched;
  }

  /** Ajv keeps patterns by this text, so two patterns must never share it. */
  toString(): string {
    return `re2:${this.source}`;
  }
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : 'not a pattern';
    throw new PatternRefused(
      `is not a pattern that RE2 takes (no lookaround, no backreferences): ${reason.slice(0, 200)}`,
    );
  }
}

/** The engine that Ajv calls in place of `new RegExp`; `code` would only be used for schemas written to a file. */
export const linearEngine: { (source: string, flags: string): LinearPattern; code: string } = Object.assign(
  (source: string) => new LinearPattern(source),
  { code: 'new LinearPattern' },
);
