// The peer of bench/predict.ts: the least that an HTTP framework can do with the same request.
import { fastify } from 'fastify';

const server = fastify();
server.post('/echo', (request, reply) => reply.send(request.body));
console.log(`answers at ${await server.listen({ port: 0, host: '127.0.0.1' })}`);
