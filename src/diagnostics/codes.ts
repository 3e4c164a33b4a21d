/** Every code that a diagnostic can have, and why it is a mistake. Codes are stable for ever: waivers and scripts name them. */

export const codes = {
  'yaml/syntax': 'The file is not YAML 1.2, so nothing in it can be trusted to mean what it seems to.',
  'yaml/duplicate-key': 'One of two equal keys would win silently.',
  'yaml/refused':
    'Tags, anchors, aliases, directives, further documents and some keys make a text mean other than it reads.',
  'yaml/too-large': 'A procedure of that length cannot be followed, and reading it would take too long.',
  'yaml/too-deep': 'A procedure that nests so deep cannot be followed.',
  'yaml/encoding': 'Bytes that are no UTF-8 are letters to one program and something else to the next.',
  'yaml/unreadable': 'What cannot be read now is missing in the worst hour.',
  'yaml/invisible-character': 'A character that does not show can make a text read other than it is.',

  'runbook/unknown-field': 'A misspelt field would do nothing, and nobody would notice before the incident.',
  'runbook/missing-field': 'Without it the runbook cannot be run, measured or found.',
  'runbook/unknown-next': 'Who has come to the end of the procedure is sent on to one that nobody finds.',
  'runbook/wrong-value': 'The value does not fit the field.',
  'runbook/other-file':
    'A runbook is found by the name of its file; whoever types the id in it finds none, or another one.',
  'runbook/duplicate-id':
    'Whoever types the id gets one of them without a choice, and the times of both are taken for those of one.',
  'runbook/too-many': 'A list that nobody reads to its end hides what stands there.',

  'step/unknown-field': 'A misspelt field would do nothing, and nobody would notice before the incident.',
  'step/missing-field': 'Without it the step cannot be run or told from others.',
  'step/wrong-value': 'The value does not fit the field.',
  'step/field-not-for-kind': 'A field that does nothing for its kind of step reads like a promise.',
  'step/no-kind': 'A step is of exactly one kind, named by its key.',
  'step/two-kinds': 'A step is of exactly one kind; two things are two steps, each with a verdict of its own.',
  'step/unknown-kind': 'There is no such kind of step.',
  'step/branch-ways': 'A branch goes on in one way: with steps, with a jump, or with an end.',
  'step/branch-outputs':
    'Of a decision one branch is gone, and what the others give would be missing; of a parallel all are.',
  'step/duplicate-id': 'Facts and expressions name a step by its id, so both must mean one step.',
  'step/formerly-taken': 'A former id that means two steps joins the times of earlier runs to the wrong one.',
  'step/retry-not-idempotent':
    'The first attempt may have happened although it seemed to fail; the second then does it twice.',

  'probe/unknown-field': 'A misspelt field would do nothing, and the probe would pass for the wrong reason.',
  'probe/wrong-value': 'The value does not fit the field.',
  'probe/chain': 'A probe that asks itself never gets an answer, and a long chain of them is one that nobody follows.',
  'probe/source': 'A probe asks exactly one thing.',

  'input/unknown-field': 'A misspelt field would do nothing, and a wrong value would be let in.',
  'input/missing-field': 'Without it nobody knows what may be given.',
  'input/wrong-value': 'The value does not fit the field.',

  'sql/parameter':
    'A statement that asks for a value which nobody gives is refused; one of a list that nothing asks for puts the places of the others in doubt.',
  'sql/unused-parameter':
    'A value that nothing asks for is left over from another statement, or its name is misspelt in this one.',

  'command/words': 'No shell reads a command; what only a shell understands would reach the program as letters.',

  'expression/syntax': 'What cannot be read now cannot be read at three in the morning either.',
  'expression/type': 'It would fail on every run, at the step that needs it.',
  'reference/unknown': 'Nothing of that name is declared, so there will never be a value.',
  'reference/unknown-value':
    'It is never that value, so the condition is always true or never, and nobody would notice before the incident.',
  'reference/not-run': 'On one of the ways there is no such value yet, and the run would hold there.',

  'text/interpolation': 'A shell or a database would execute whatever the value holds.',
  'text/not-filled': 'Titles and explanations are read before a run and in reports, where there are no values.',
  'text/may-be-null': 'An optional input that nobody gives is null, which is no text.',
  'secret/in-argv': 'Every user of the machine can read the words of a running command.',
  'secret/in-record': 'What a person is shown or asked is written down for ever.',

  'flow/goto-target':
    'A jump leads forward, to a step of its block or of one around it; then every way comes to an end.',
  'flow/unreachable': 'What no way leads to is never carried out, whoever wrote it thought otherwise.',
  'flow/undo-target': 'The way back leads to where the run has been: to a step before, or to this one.',
  'flow/no-end': 'A run that stops without an outcome says neither that it is over nor how it went.',
  'flow/recovered-without-stop': 'The recovery time is measured to the instant that stops the clock.',
  'flow/not-lifted': 'While something stands that must go, nothing is simply recovered, and somebody owes it.',

  'objective/no-recovery-point':
    'How much was lost is the disruption minus the recovery point; without one there is no figure.',
  'objective/worst-path-over-rto':
    'A procedure that cannot keep the promise on its longest way will break it in the worst incident.',

  'objective/rto-over-mtpd':
    'Whoever keeps the promise would still come too late: a recovery time lies within the disruption that can be borne.',
  'objective/unknown-class': 'Without objectives nothing is measured against them, and none can be missed.',

  'duty/duplicate-id': 'Who says that a deadline is met names it by its id, so that must mean one.',
  'duty/never-due':
    'What counts from an instant that never comes is never due, and what is said until then never ends.',

  'role/unknown': 'Nobody can be called for a role that the runbook does not fill.',
  'role/unknown-contact': 'A role is filled by a contact of the plan, whose number is there when it is needed.',
  'role/approver-is-executor': 'Four eyes need two people.',

  'destructive/unchecked': 'What cannot be taken back is preceded by a look at the state that it will meet.',
  'destructive/ungated': 'Somebody decides that it is done, knowing the target.',
  'destructive/no-way-back': 'An operator must know before the key is pressed whether there is a way back.',
  'destructive/no-drill': 'What it does in a drill must be a decision and not an accident.',
  'destructive/no-target':
    'A drill refuses what is not of its lab, and the screen shows what will be hit; both need to be told.',
  'parallel/same-target':
    'Which of two changes comes first is chance, so a drill that went well says nothing about the incident.',

  'drill/unknown-answer': 'The robot would wait at the question that was meant, and the drill would end there.',
  'drill/unknown-input': 'Nobody reads it, and the input that was meant is missing in the drill.',
  'drill/missing-input': 'A drill takes nothing from the environment of the operator, so it would not begin.',
  'drill/no-output': 'Nothing of the step runs in a drill, so what later steps read of it would be missing.',
  'drill/unknown-output': 'A drill that assumes other results than the step has assumes nothing that is read.',
  'drill/wrong-output': 'What is assumed is read by the type of the output, so the drill would hold there.',
  'review/overdue': 'Systems change; an old procedure is followed all the same, in the worst hour.',
  'branch/never-drilled': 'The way that no drill has gone is gone for the first time in the incident.',
  'estimate/contradicted':
    'The projected finish and the worst path are made of estimates; wrong ones promise what will not be kept.',
  'waiver/unknown-rule': 'A waiver that names no rule silences nothing.',
  'waiver/unknown-step': 'A waiver for a step that is not there silences nothing.',
  'waiver/several': 'One reason must not silence what nobody has thought of: a waiver answers for one finding.',
  'waiver/not-possible': 'Nobody can answer for what would not run, or would show a secret.',
  'waiver/expired': 'The day until which somebody answered for the finding is over.',

  'plan/unknown-field': 'A misspelt field would do nothing, and nobody would notice before the incident.',
  'plan/missing-field': 'Without it nobody can be called, or nothing was promised.',
  'plan/wrong-value': 'The value does not fit the field.',
  'plan/shared-key':
    'Whoever holds the key can sign as each of them: it does not tell two people apart where two must approve.',
  'plan/unknown-contact': 'A role or a rung of the ladder is filled by a contact of the plan.',

  'injects/unknown-field': 'A misspelt field would do nothing, and the drill would try nobody.',
  'injects/missing-field': 'Without it nobody knows what goes wrong, or where.',
  'injects/wrong-value': 'The value does not fit the field.',
  'injects/unknown-runbook':
    'Injects lie at the steps of one runbook; at those of another they would never come about.',
  'injects/unknown-step': 'It would never come about, and the drill would try nobody.',
  'injects/not-for-step': 'What cannot happen at a step does not come about there.',
} as const;

export type Code = keyof typeof codes;

/** Why a code is a mistake; nothing for a code that is not ours. */
export const explain = (code: string): string | undefined => (isCode(code) ? codes[code] : undefined);

const isCode = (code: string): code is Code => Object.hasOwn(codes, code);
