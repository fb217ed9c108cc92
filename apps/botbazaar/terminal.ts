/** How the program speaks to the person at the terminal. Colour only where the terminal has it and nobody objects. */

export interface Terminal {
  line(text?: string): void;
  readonly paint: Record<'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan', (text: string) => string>;
}

const codes = { bold: 1, dim: 2, green: 32, red: 31, yellow: 33, cyan: 36 } as const;

export function openTerminal(output: NodeJS.WriteStream, noColor: boolean): Terminal {
  const colored = output.isTTY === true && !noColor;
  const painter = (code: number) => (text: string) => (colored ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    line: (text = '') => {
      output.write(`${text}\n`);
    },
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

/** `1234567` as `1,234,567`: msat are many digits. */
export function grouped(amount: string | bigint): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, ',');
}
