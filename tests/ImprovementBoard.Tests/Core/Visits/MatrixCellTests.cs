using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Tests.Core.Visits;

public sealed class MatrixCellTests
{
    // What was said, in short: polarity, the inspectors' word where they used one, and how often it had been said.
    [Theory]
    [InlineData("", false, CellWord.NotLookedAt, 0, "")]
    [InlineData("", true, CellWord.NotLookedAt, 0, "")]
    [InlineData("Strength", false, CellWord.Strength, 1, "")]
    [InlineData("Strength", true, CellWord.Strength, 1, "")]
    [InlineData("Improving", true, CellWord.Progress, 1, "")]
    [InlineData("Improving TooEarly", true, CellWord.TooEarly, 1, "")]
    [InlineData("Weakness TooEarly", true, CellWord.TooEarly, 1, "")]
    [InlineData("Weakness", false, CellWord.Raised, 1, "")]
    [InlineData("SeriousConcern", false, CellWord.Raised, 1, "")]
    [InlineData("NewConcern", false, CellWord.Raised, 1, "")]
    [InlineData("Weakness", true, CellWord.NotYet, 1, "")]
    [InlineData("NewConcern", true, CellWord.NotYet, 1, "")]
    [InlineData("Weakness *3", true, CellWord.NotYet, 3, "")]
    [InlineData("Weakness *2", false, CellWord.NotYet, 2, "")]
    [InlineData("Declined", false, CellWord.Declined, 1, "")]
    [InlineData("Weakness Declined", true, CellWord.Declined, 1, "")]
    [InlineData("Strength, Improving", true, CellWord.Progress, 1, "2 in favour")]
    [InlineData("Strength, Strength", true, CellWord.Strength, 1, "2 in favour")]
    [InlineData("Strength, Weakness *2", true, CellWord.NotYet, 2, "1 concern, 1 in favour")]
    [InlineData("Improving, Weakness TooEarly, Weakness, Weakness *4", true, CellWord.NotYet, 4, "2 concerns, 1 too early, 1 in favour")]
    [InlineData("Improving, Weakness TooEarly", true, CellWord.TooEarly, 1, "1 too early, 1 in favour")]
    [InlineData("Weakness, Declined, Strength", true, CellWord.Declined, 1, "2 concerns, 1 in favour")]
    public void The_worst_that_was_said_is_the_word_and_the_rest_stands_beside_it(string said, bool raisedBefore, CellWord word, int time, string detail) =>
        Assert.Equal(new MatrixCell(word, time, detail), MatrixCell.Of(Facts(said), raisedBefore));

    [Fact]
    public void The_order_of_what_was_said_changes_nothing_and_a_concern_never_makes_a_cell_better()
    {
        var any = from polarity in Enum.GetValues<Polarity>()
                  from said in Enum.GetValues<ProgressWord>().Cast<ProgressWord?>().Append(null)
                  select new CellFact(polarity, said, 1);
        foreach (var one in any)
        {
            foreach (var two in any)
            {
                var both = MatrixCell.Of([one, two], raisedBefore: true);
                Assert.Equal(both, MatrixCell.Of([two, one], raisedBefore: true));
                Assert.True(both.Word >= MatrixCell.Of([one], raisedBefore: true).Word, $"{one} and {two} give {both.Word}");
            }
        }
    }

    [Fact]
    public void Every_word_can_be_read_and_is_explained()
    {
        foreach (var word in Enum.GetValues<CellWord>())
        {
            Assert.NotEmpty(word.Words());
            Assert.NotEmpty(word.Meaning());
        }
        Assert.Equal(Enum.GetValues<CellWord>().Length, Enum.GetValues<CellWord>().Select(w => w.Words()).Distinct().Count());
    }

    private static List<CellFact> Facts(string said) =>
        [.. said.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            var words = part.Split(' ');
            return new CellFact(
                Enum.Parse<Polarity>(words[0]),
                words.Skip(1).Where(w => w[0] != '*').Select(w => (ProgressWord?)Enum.Parse<ProgressWord>(w)).FirstOrDefault(),
                words.Where(w => w[0] == '*').Select(w => w[1] - '0').FirstOrDefault(1));
        })];
}
