/** The services' definitions, loaded from proto/ with the options that the generated types were made with. */
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { assert } from '#kernel/assert';
import { projectRoot } from '#kernel/project-root';
import type { Services } from './callers.js';

const loaded = new Map<string, grpc.ServiceDefinition>();

/** Methods by their names in camel case: `openCharge`. */
export function definitionOf(service: keyof Services): grpc.ServiceDefinition {
  const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  return load(`botbazaar/${service}/v1/${service}.proto`, `botbazaar.${service}.v1.${name}`);
}

export function healthDefinition(): grpc.ServiceDefinition {
  return load('grpc/health/v1/health.proto', 'grpc.health.v1.Health');
}

function load(file: string, name: string): grpc.ServiceDefinition {
  const known = loaded.get(name);
  if (known) return known;
  const found = loadSync(file, {
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
    includeDirs: [join(projectRoot, 'proto')],
  })[name];
  assert(found && !('format' in found), `${file} does not define ${name}`);
  const methods = Object.entries(found).map(([method, rpc]) => [
    method.charAt(0).toLowerCase() + method.slice(1),
    { ...rpc, originalName: undefined },
  ]);
  const definition = Object.fromEntries(methods) as grpc.ServiceDefinition;
  loaded.set(name, definition);
  return definition;
}
