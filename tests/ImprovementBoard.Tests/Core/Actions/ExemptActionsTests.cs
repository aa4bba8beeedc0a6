using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Tests.Core.Actions;

public sealed class ExemptActionsTests
{
    private static readonly ExemptActions Exempt = new([("15.2", "Two more conference chairs"), ("L9.1", "Half-year report"), ("7", "Rota")]);

    [Theory]
    [InlineData("Waits for 15.2 Another title. It waits for: 15.1", true)]
    [InlineData("1 of 4 actions is off track: 15.2", true)]
    [InlineData("2 of 4 actions are off track: 15.1 and 15.2", true)]
    [InlineData("Action 15.2 was reopened.", true)]
    [InlineData("“Closures without evidence” waived for action 15.2: the lead is away.", true)]
    [InlineData("See 15.2.", true)]
    [InlineData("See (15.2), please", true)]
    [InlineData("15.2", true)]
    [InlineData("At the front door: two more CONFERENCE chairs.", true)]
    [InlineData("the report of l9.1", true)]
    [InlineData("No longer waits for 7. It waits for: nothing, was 7", true)]
    [InlineData("1 of 4 actions is off track: 7", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("Waits for 15.21", false)]
    [InlineData("Waits for 15.2a and 15.2.1", false)]
    [InlineData("Waits for 115.2 and 3.15.2", false)]
    [InlineData("15.2 % of plans, 15.2% of visits, 15.2 per cent of calls", false)]
    [InlineData("It costs £15.2 or 15.2 million", false)]
    [InlineData("£115.2m", false)]
    [InlineData("Twenty-two more conference chairships", false)]
    [InlineData("From 7 Aug 2018 on", false)]
    public void Words_name_one_by_its_reference_as_a_word_of_its_own_or_by_its_title(string? words, bool names) => Assert.Equal(names, Exempt.In(words));

    [Fact]
    public void Where_there_is_none_no_words_name_one() => Assert.Equal((0, false), (new ExemptActions([]).Count, new ExemptActions([]).In("Action 15.2")));
}
