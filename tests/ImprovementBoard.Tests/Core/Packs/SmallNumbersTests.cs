using ImprovementBoard.Core.Packs;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed class SmallNumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "c")]
    [InlineData(5, "c")]
    [InlineData(6, "6")]
    [InlineData(1200, "1,200")]
    public void Counts_of_1_to_5_are_not_printed(int count, string printed) => Assert.Equal(printed, SmallNumbers.Of(count));
}
