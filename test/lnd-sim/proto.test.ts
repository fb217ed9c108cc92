/**
 * Our definitions of LND's wire are a selection written by hand. Here each one is compared with the complete definitions
 * that another project ships: whatever we name must be there with the same number, type, label and streams.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type AnyDefinition, loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { describe, expect, it } from '@jest/globals';

const files = ['lightning.proto', 'invoicesrpc/invoices.proto', 'routerrpc/router.proto', 'stateservice.proto'];
const complete = join(
  dirname(createRequire(import.meta.url).resolve('@lightningpolar/lnd-api/package.json')),
  'protos',
);
const ours = load(join(process.cwd(), 'proto/lnd'));
const theirs = load(complete);

function load(directory: string): PackageDefinition {
  return loadSync(files, { includeDirs: [directory], keepCase: true, longs: String, enums: String, oneofs: true });
}

interface EnumShape {
  readonly name: string;
  readonly value: readonly { name: string; number: number }[];
}
interface MessageShape {
  readonly name: string;
  readonly field: readonly {
    readonly name: string;
    readonly number: number;
    readonly label: unknown;
    readonly type: unknown;
    readonly typeName: string;
    readonly oneofIndex?: number;
  }[];
  readonly oneofDecl: readonly { name: string }[];
  readonly nestedType: readonly MessageShape[];
  readonly enumType: readonly EnumShape[];
}
interface MethodShape {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestType: { type: { name: string } };
  readonly responseType: { type: { name: string } };
}
type Facts = { readonly kind: 'message' | 'enum' | 'service'; readonly rows: Record<string, unknown> };

/** Every fact about a definition and what is nested in it as flat tables, so that a difference names itself. */
function tables(source: PackageDefinition): Map<string, Facts> {
  const found = new Map<string, Facts>();
  for (const [name, definition] of Object.entries(source)) {
    if (typeof definition.format !== 'string') found.set(name, { kind: 'service', rows: serviceRows(definition) });
    else if (definition.format === 'Protocol Buffer 3 EnumDescriptorProto')
      addEnum(found, name, definition.type as EnumShape);
    else addMessage(found, name, definition.type as unknown as MessageShape);
  }
  return found;
}

function addEnum(found: Map<string, Facts>, name: string, shape: EnumShape): void {
  found.set(name, { kind: 'enum', rows: Object.fromEntries(shape.value.map((value) => [value.name, value.number])) });
}

function addMessage(found: Map<string, Facts>, name: string, shape: MessageShape): void {
  const rows: Record<string, unknown> = {};
  for (const field of shape.field) {
    const oneof = field.oneofIndex === undefined ? undefined : shape.oneofDecl[field.oneofIndex]?.name;
    rows[field.name] = { number: field.number, label: field.label, type: field.type, of: field.typeName, oneof };
  }
  found.set(name, { kind: 'message', rows });
  for (const nested of shape.nestedType) addMessage(found, `${name}.${nested.name}`, nested);
  for (const nested of shape.enumType) addEnum(found, `${name}.${nested.name}`, nested);
}

function serviceRows(definition: AnyDefinition): Record<string, unknown> {
  const rows: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(definition as unknown as Record<string, MethodShape>)) {
    const { path, requestStream, responseStream, requestType, responseType } = method;
    rows[name] = { path, requestStream, responseStream, takes: requestType.type.name, gives: responseType.type.name };
  }
  return rows;
}

describe('the definitions of LND', () => {
  const mine = tables(ours);
  const reference = tables(theirs);

  it('cover the services that adapter, simulator and payers call', () => {
    const methods = [...mine].flatMap(([name, { kind, rows }]) =>
      kind === 'service' ? Object.keys(rows).map((method) => `${name}/${method}`) : [],
    );
    expect(methods).toHaveLength(14 + 5 + 5 + 2);
    expect(methods).toContain('routerrpc.Router/SendPaymentV2');
    expect(methods).toContain('invoicesrpc.Invoices/AddHoldInvoice');
    expect(mine.has('lnrpc.Invoice.InvoiceState')).toBe(true);
  });

  it.each([...mine.keys()])('%s is as LND defines it', (name) => {
    const { kind, rows } = mine.get(name)!;
    const whole = reference.get(name);
    expect(whole?.kind).toBe(kind);
    expect(rows).toEqual(Object.fromEntries(Object.keys(rows).map((key) => [key, whole?.rows[key]])));
    // A missing member of an enumeration would reach us as a bare number.
    if (kind === 'enum') expect(Object.keys(rows).sort()).toEqual(Object.keys(whole?.rows ?? {}).sort());
  });
});
