/** A server on loopback whose answers a test says, and what it was asked. */
import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type HttpServer = {readonly url: string; readonly asked: readonly Asked[]};

type Answering = (asked: Asked, response: ServerResponse) => void;

const justEnd: Answering = (_asked, response) => response.end();

/** Answers each request by the function, until the test ends; the port is the kernel's choice. */
export const httpServer = async (answer = justEnd): Promise<HttpServer> => {
  const asked: Asked[] = [];
  const port = await listening(createServer(answering(answer, asked)));
  return {url: `http://127.0.0.1:${port}`, asked};
};

/** The same behind a certificate that nobody but the server itself has signed. */
export const httpsServer = async (answer = justEnd): Promise<HttpServer & {readonly certificate: string}> => {
  const asked: Asked[] = [];
  const certificate = fixture('certificate.pem');
  const secured = {key: readFileSync(fixture('key.pem')), cert: readFileSync(certificate)};
  const port = await listening(createTlsServer(secured, answering(answer, asked)));
  return {url: `https://127.0.0.1:${port}`, asked, certificate};
};

/** For 127.0.0.1, until 2126. */
const fixture = (name: string): string => join(import.meta.dirname, '..', 'fixtures', 'tls', name);

const answering =
  (answer: Answering, asked: Asked[]) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const {method = '', url = '', headers} = request;
    const seen = {method, url, headers, body: Buffer.concat(chunks).toString('utf8')};
    asked.push(seen);
    answer(seen, response);
  };

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** An address of this host where nobody listens. */
export const deafUrl = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};
