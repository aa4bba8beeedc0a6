using ImprovementBoard.Core;

namespace ImprovementBoard.Tests.Core;

public sealed class BoundaryTests
{
    // What references nothing cannot reach a database, a page or a job.
    [Fact]
    public void Core_references_nothing_but_the_base_library() =>
        Assert.All(typeof(RuleException).Assembly.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));
}
