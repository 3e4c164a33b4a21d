/** Values in an address stay where their author put them. */
import {describe, expect, test} from 'vitest';
import {fillAddress} from '../../../../src/runbook/texts/url-text.ts';

const filled = (url: string, inputs: {readonly [name: string]: string | null | readonly string[]}, query = {}) =>
  fillAddress({url, query}, {scope: {inputs}, use: 'asked'});

const value = (url: string, given: string, query = {}) => filled(url, {given}, query);

describe('what a value can be', () => {
  test.each([
    ['a whole address', '${inputs.given}', 'https://api.example.net/v1?a=b', 'https://api.example.net/v1?a=b'],
    [
      'the beginning of one',
      '${inputs.given}/v1/nodes',
      'https://api.example.net/',
      'https://api.example.net/v1/nodes',
    ],
    ['a server with its port', 'http://${inputs.given}/primary', 'db-1:8008', 'http://db-1:8008/primary'],
    ['an address of numbers', 'http://${inputs.given}:8008/', '[::1]', 'http://[::1]:8008/'],
    ['a segment', 'https://api/nodes/${inputs.given}/stop', 'a/b?c#d', 'https://api/nodes/a%2Fb%3Fc%23d/stop'],
    ['a part of the query', 'https://api/?to=${inputs.given}', 'a&b=c#d', 'https://api/?to=a%26b%3Dc%23d'],
  ])('%s', (...[, url, given, whole]) => {
    expect(value(url, given)).toEqual({ok: true, value: whole});
  });

  test('parameters of their own, left out or repeated', () => {
    const query = {to: '${inputs.to}', tag: '${inputs.tags}', from: '${inputs.nobody}'};

    expect(filled('https://api/?dry=1', {to: 'db 2&x=y', tags: ['a', 'b'], nobody: null}, query)).toEqual({
      ok: true,
      value: 'https://api/?dry=1&to=db%202%26x%3Dy&tag=a&tag=b',
    });
  });
});

describe('what no value can do', () => {
  test.each([
    ['lengthen the name of the server', '${inputs.given}.example.net/', 'https://api', 'what follows must begin with'],
    ['be the server behind an @', 'https://api${inputs.given}/', '@evil.example', 'is no name of a server'],
    ['end the name of the server', 'https://${inputs.given}.example.net/', 'evil.example/', 'is no name of a server'],
    ['hide it behind a backslash', 'https://${inputs.given}.example.net/', 'evil.example\\', 'is no name of a server'],
    ['be a file', '${inputs.given}', 'file:///etc/passwd', 'is no address that begins with'],
    ['bring a password along', '${inputs.given}', 'https://ada:sesame@api/', 'send them in a header'],
    ['step back in the path', 'https://api/nodes/${inputs.given}/stop', '..', 'holds a step back'],
    ['step back with a part of the author', 'https://api/nodes/.${inputs.given}', '.', 'holds a step back'],
    ['leave a segment out', 'https://api/nodes/${inputs.given}', '', 'is empty'],
    ['cut off what follows', '${inputs.given}/v1', 'https://api/?', 'must end before a ?'],
    ['hold half a character', 'https://api/${inputs.given}', '\ud800', 'half a character'],
  ])('%s', (...[, url, given, reason]) => {
    expect(value(url, given)).toEqual({ok: false, reason: expect.stringContaining(reason)});
  });

  test('the value is not repeated where it is refused', () => {
    expect(JSON.stringify(value('https://${inputs.given}/', 'evil@sesame'))).not.toContain('sesame');
  });
});

test('for people the marks of secrets stay as they are', () => {
  const shown = fillAddress(
    {url: 'https://hooks/${inputs.given}', query: {key: '${inputs.given}'}},
    {scope: {inputs: {given: '‹secret:hook›'}}, use: 'shown'},
  );

  expect(shown).toEqual({ok: true, value: 'https://hooks/‹secret:hook›?key=‹secret:hook›'});
});
