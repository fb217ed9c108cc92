/** The yardstick of `instance-memory`: a Nest application on Fastify with one route, and nothing else. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

@Module({})
class BareModule {}

const adapter = new FastifyAdapter();
const app = await NestFactory.create<NestFastifyApplication>(BareModule, adapter, { logger: false });
adapter.getInstance().get('/', async () => ({ hello: 'world' }));
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ listens: await app.getUrl() });
process.once('SIGTERM', () => process.exit(0));
