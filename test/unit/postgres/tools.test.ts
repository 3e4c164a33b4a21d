/** Which package brings which program, by system. */
import {expect, test} from 'vitest';
import {isToolName, packageOf, tools} from '../../../src/postgres/tools.ts';

test('A package of PostgreSQL carries the major version where one is wanted, as each system writes it', () => {
  const of = (major?: number) =>
    (['debian', 'redhat', 'homebrew'] as const).map(packager => packageOf('pg_waldump', packager, major));
  expect(of(15)).toEqual(['postgresql-15', 'postgresql15', 'postgresql@15']);
  expect(of()).toEqual(['postgresql', 'postgresql', 'postgresql']);
  expect(packageOf('pg_amcheck', 'redhat', 16)).toBe('postgresql16-contrib');
  expect(packageOf('initdb', 'redhat')).toBe('postgresql-server');
  expect(packageOf('pg_dump', 'debian', 17)).toBe('postgresql-client-17');
});

test('What a system brings by itself has no package there', () => {
  expect(packageOf('runuser', 'homebrew')).toBeNull();
});

test('Every tool says in a clause what it is for, what goes on without it, and where some system has it', () => {
  for (const [name, tool] of Object.entries(tools)) {
    expect(tool.name).toBe(name);
    expect(`${tool.what} | ${tool.without}`).toMatch(/^[^A-Z.]\S.* \| \S.*[^.]$/);
    expect(Object.values(tool.packages).some(known => known !== null)).toBe(true);
  }
});

test('Only the names of the table are tools, not what every object has', () => {
  expect(['pg_dump', 'toString', 'kubectl'].map(isToolName)).toEqual([true, false, false]);
});
