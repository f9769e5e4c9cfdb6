// A failure that a person can mend: its message is the sentence that is shown, without a stack.
export class Problem extends Error {}
