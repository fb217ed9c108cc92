/** A reader of CSV that knows only what RFC 4180 allows, and fails on everything else. */

/** The lines of a file, each with its cells. */
export function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const cells: string[] = [];
    for (;;) {
      const [value, end] = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
      cells.push(value);
      at = end + 1;
      if (text[end] === ',') continue;
      if (text[end] !== '\r' || text[at] !== '\n') throw new Error(`a line does not end by CRLF at ${end}`);
      at += 1;
      break;
    }
    lines.push(cells);
  }
  if (new Set(lines.map((cells) => cells.length)).size > 1)
    throw new Error('the lines have different numbers of cells');
  return lines;
}

function plainCell(text: string, start: number): [string, number] {
  const value = /^[^",\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  return [value, start + value.length];
}

function quotedCell(text: string, start: number): [string, number] {
  const match = /^"((?:[^"]|"")*)"/.exec(text.slice(start));
  if (match === null) throw new Error(`a quoted cell does not end, from ${start}`);
  return [(match[1] ?? '').replaceAll('""', '"'), start + match[0].length];
}

/** What the cell was before an apostrophe kept a spreadsheet from taking it for a formula. */
export function cellText(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/** The rows as records by the names of the header line, with the texts as they were. */
export function csvRecords(text: string): Record<string, string>[] {
  const [header = [], ...rows] = readCsv(text);
  return rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [header[index] ?? '', cellText(cell)])));
}
