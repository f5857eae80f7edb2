/** What a user runs inside a network that the service can't reach. */
export class CommandReport {
  /** One line, ready to be pasted. */
  command: string;

  explains: string;
}
