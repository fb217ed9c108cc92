/** The first facts of a task's output, for people: a property a line, whatever the service is. */

const nameWidth = 13;
const maxLines = 6;

/** None is longer than `width`. */
export function outputLines(output: unknown, width: number): string[] {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return [inBrief(output, width)];
  const entries = Object.entries(output);
  const lines = entries
    .slice(0, maxLines)
    .map(([name, value]) => `${name.padEnd(nameWidth)} ${inBrief(value, width - nameWidth - 1)}`);
  return entries.length > maxLines ? [...lines, '…'] : lines;
}

function inBrief(value: unknown, width: number): string {
  const text = inWords(value).replaceAll(/\s+/g, ' ');
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return `${value.length}: ${value.map(itemInWords).join(', ')}`;
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => (typeof inner === 'string' ? inner : `${name} ${JSON.stringify(inner)}`))
      .join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Of a thing with a text, the text says most. */
function itemInWords(item: unknown): string {
  const text = (item as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : inWords(item);
}
