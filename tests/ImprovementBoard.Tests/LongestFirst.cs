using ImprovementBoard.Tests.Features.Actions;
using ImprovementBoard.Tests.Features.Evidence;
using ImprovementBoard.Tests.Features.Packs;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ImprovementBoard.Tests.LongestFirst", "ImprovementBoard.Tests")]

namespace ImprovementBoard.Tests;

/// <summary>Collections run side by side, as many as there are cores. What takes longest begins first, so that no core idles at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(KilledPortalTests), PortalTests.Name, nameof(PackServiceTests), nameof(KilledUploadTests), nameof(RestartedPortalTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Place).ThenBy(c => c.DisplayName, StringComparer.Ordinal);

    private static int Place(ITestCollection collection)
    {
        var place = Array.IndexOf(Long, collection.DisplayName.Split('.')[^1]);
        return place < 0 ? Long.Length : place;
    }
}
