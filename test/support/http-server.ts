/** A server on loopback whose answers a test says, and what it was asked. */
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {onTestFinished} from 'vitest';

export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type HttpServer = {readonly url: string; readonly asked: readonly Asked[]};

/** Answers each request by the function, until the test ends; the port is the kernel's choice. */
export const httpServer = async (
  answer: (asked: Asked, response: ServerResponse) => void = (_asked, response) => response.end(),
): Promise<HttpServer> => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const {method = '', url = '', headers} = request;
    const seen = {method, url, headers, body: Buffer.concat(chunks).toString('utf8')};
    asked.push(seen);
    answer(seen, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {url: `http://127.0.0.1:${port}`, asked};
};

/** An address of this host where nobody listens. */
export const deafUrl = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};
