/** How the program speaks to the person at the terminal. Colour only where the terminal has it and nobody objects. */

export interface Terminal {
  line(text?: string): void;
  /** The text, cut where the terminal's line ends; whole where the output goes elsewhere. */
  clip(text: string): string;
  readonly paint: Record<'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan', (text: string) => string>;
}

const codes = { bold: 1, dim: 2, green: 32, red: 31, yellow: 33, cyan: 36 } as const;

export function openTerminal(output: NodeJS.WriteStream, noColor: boolean): Terminal {
  const colored = output.isTTY === true && !noColor;
  const painter = (code: number) => (text: string) => (colored ? `\u001b[${code}m${text}\u001b[0m` : text);
  // Whoever read along is gone (`npm start | head`, a lost connection); what it reported on goes on or ends in order.
  output.on('error', () => undefined);
  return {
    line: (text = '') => {
      if (!output.destroyed) output.write(`${text}\n`);
    },
    clip: (text) => (output.isTTY === true ? cut(text, output.columns) : text),
    paint: {
      bold: painter(codes.bold),
      dim: painter(codes.dim),
      green: painter(codes.green),
      red: painter(codes.red),
      yellow: painter(codes.yellow),
      cyan: painter(codes.cyan),
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const escapes = /(\u001b\[\d+m)/;

/** The text in at most that many columns; colours take none and are kept, so that what was begun is ended. */
function cut(text: string, columns: number): string {
  const parts = text.split(escapes);
  const length = parts.reduce((sum, part) => sum + (escapes.test(part) ? 0 : part.length), 0);
  if (length <= columns) return text;
  let left = columns - 1;
  const kept = parts.map((part) => {
    if (escapes.test(part)) return part;
    const piece = part.slice(0, left);
    left -= piece.length;
    return left === 0 && piece !== '' ? `${piece}…` : piece;
  });
  return kept.join('');
}

/** `1234567` as `1,234,567`: msat are many digits. */
export function grouped(amount: string | bigint): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, ',');
}
