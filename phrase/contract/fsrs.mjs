// Reads histories from the standard input, lists of [minutes since the answer before,
// grade], and prints what ts-fsrs with its defaults makes of each answer.
import { readFileSync } from "node:fs";
import { createEmptyCard, fsrs, State } from "ts-fsrs";

const scheduler = fsrs();
const phases = { [State.Learning]: "learning", [State.Review]: "review", [State.Relearning]: "relearning" };

function replay({ start, answers }) {
  let card = createEmptyCard(new Date(start));
  let now = start;
  return answers.map(([minutes, grade]) => {
    now += minutes * 60_000;
    card = scheduler.next(card, new Date(now), grade).card;
    return {
      Phase: phases[card.state], Step: card.learning_steps, Stability: card.stability, Difficulty: card.difficulty,
      Due: card.due, Last: card.last_review, Reps: card.reps, Lapses: card.lapses,
    };
  });
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(replay)));
