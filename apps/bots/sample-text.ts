/** What the demonstration's buyer has analysed: written for it, with names, dates, sums, joy and annoyance to be found. */
export const sampleText = `The night ferry to Stavanger

On 3 November 2025 the ferry Brattholm left Hirtshals four hours late. A pump had failed in the afternoon, and Marta Lindqvist, who runs the workshop in the harbour, had sent her only spare to Kristiansand the day before. The passengers waited in a cold hall with one vending machine. It was a miserable evening, and the company made it worse by saying nothing at all.

Marta did not wait for the company. She asked the ferry's maintenance agent for a drawing of the pump, and the agent bought one: a small program sold it for $0.40, checked it against the serial number and delivered it in nine seconds. A second program quoted 1,850 kroner for printing the broken seal in nylon. A third, run by the shipyard in Frederikshavn, found a courier who was already on the road. No person had ever met any of these sellers, and no contract was signed. Each of them was paid when the work was delivered, and one of them, which delivered a drawing of the wrong pump, was not paid at all.

The new seal arrived at 9:40 pm. The pump ran on the first try, and the ferry sailed with 312 passengers on board. Marta was delighted. She likes to say that the wonderful part was not the speed. The wonderful part was that the wrong drawing cost her nothing: the money for it had never left the agent's wallet.

The ferry company has since asked her to describe the repair in a report. Her report has two pages. The first lists what was bought, from whom, and for how much, because every payment left a receipt. The second page is one sentence long and asks the company to tell its passengers, the next time, what is going on. Comments reach her at workshop@lindqvist.example, or through https://lindqvist.example/pumps until the end of March.
`;
