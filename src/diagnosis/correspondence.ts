/** What ends a letter: behind it stand names, addresses and clauses. */
const SIGN_OFF =
  /^\s*(?:(?:with |many |my |mit )?(?:best|kind|kindest|warm|warmest|sincere|friendly)? ?(?:regards|wishes|greetings)|(?:yours )?(?:sincerely|faithfully|truly)|cheers|br|rgds|thanks(?: a lot| again| and regards| & regards| in advance)?|thank you(?: and regards| in advance)?|thx|many thanks|(?:viele|beste|liebe|schöne|herzliche|freundliche|vielen|mit|i\. ?a\.|mit besten|mit vielen|mit freundlichen|mit freundlichem) ?(?:grüße|grüssen|grüßen|grüsse|gruß|gruss|dank)|mfg|vg|lg|gruß|gruss|danke(?: im voraus)?)\s*[,.!]*\s*$/iu;

/** How a letter begins that is quoted below another: what it says is said again. */
const NEXT_LETTER =
  /^\s*(?:from:|von:|sent:|gesendet:|on .{1,80} wrote:|am .{1,80} schrieb|-{2,} ?(?:original|forwarded|weitergeleitete|ursprüngliche))/iu;

/** Fields that a ticket system puts around what somebody wrote, in English and German. */
const FIELD_OF_A_TICKET =
  /^\s*(?:ticket|incident|inc|case|request|priority|prio|severity|urgency|impact|business impact|category|subcategory|component|service|affected (?:service|user|ci|item)|configuration item|reported by|reporter|requester|requested (?:by|for)|opened(?: by)?|created(?: by| on| at)?|updated(?: by| on| at)?|assigned(?: to)?|assignee|assignment group|owner|contact|caller|customer|company|location|phone|e-?mail|to|cc|bcc|subject|attachments?|anhänge?|work notes?|due date|sla|state|labels?|sprint|epic|priorität|kategorie|komponente|gemeldet (?:von|am)|melder|bearbeiter|zuständig|ansprechpartner|kunde|standort|telefon|betreff|an|kopie|auswirkung|dringlichkeit|erstellt(?: von| am)?)(?: (?:no\.?|number|id|nr\.?))?\s*[:#]/iu;

/** What people say for politeness. */
const POLITE =
  /^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin|servus|liebe[rs]?|sehr geehrte|(?:i )?hope (?:you|this|all)|(?:please |kindly |do )?(?:let (?:me|us) know|advise|feel free|do not hesitate|don't hesitate|find attached|see attached|see the attach|treat (?:this|it)|get back to)|thank you|(?:many )?thanks(?! to)|looking forward|i (?:look forward|am opening this|am writing|would appreciate)|we (?:look forward|would appreciate|can (?:also )?(?:set up|arrange|schedule))|any help|any hint|as discussed|as agreed|wie (?:eben |gerade |gestern )?(?:besprochen|vereinbart|telefonisch)|anbei|bitte (?:um|melden|geben|lassen)|(?:bei|für) (?:rück)?fragen|vielen dank|danke|im voraus|ich hoffe|über eine (?:rasche|schnelle|baldige)|this (?:e-?mail|message) (?:and|is|may|contains)|if you (?:are not the|have received this|need any)|diese (?:e-?mail|nachricht))/iu;

/** The end of a sentence. */
const SENTENCE = /[^.!?]*(?:[.!?]+(?=\s|$)|$)/gu;
const LONGEST = 400;

/** @returns whether a line ends a letter */
export const isSignOff = (line: string): boolean => line.length < 60 && SIGN_OFF.test(line);

/** @returns whether another letter begins with a line */
export const isNextLetter = (line: string): boolean => line.length < LONGEST && NEXT_LETTER.test(line);

/** @returns whether a line is a field that a ticket system adds */
export const isFieldOfATicket = (line: string): boolean => line.length < LONGEST && FIELD_OF_A_TICKET.test(line);

/** @returns whether each sentence of a line is one that politeness asks for */
export function isPolite(line: string): boolean {
  if (line.length > LONGEST) return false;
  const sentences = (line.match(SENTENCE) ?? []).filter((sentence) => sentence.trim() !== '');
  return sentences.length > 0 && sentences.every((sentence) => POLITE.test(sentence));
}
