using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Data;

/// <summary>A seed file that cannot be used is named. What reads the files does not know the engine, so these run on one.</summary>
public sealed class SeedFaultTests
{
    private static readonly string Seeds = Path.Combine(AppHome.Path, "seeds");

    public static TheoryData<string> SeedFileNames => [.. Directory.GetFiles(Path.Combine(Seeds, "kirklees"), "*.json").Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(SeedFileNames))]
    public async Task A_broken_seed_file_is_named_and_nothing_is_loaded(string name)
    {
        await using var database = await TestDatabase.EmptyAsync();
        database.Options.SeedsDirectory = CopySeeds(database.Store.Folder);
        var path = Path.Combine(database.Options.SeedsDirectory, "kirklees", name);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).TrimEnd()[..^1]);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(database.Get<DemonstrationSeeder>().LoadIntoEmptyDatabaseAsync);

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        await using var db = database.Board.OpenWithoutProgramme();
        Assert.Equal((0, 0), (await db.Programmes.CountAsync(), await db.Users.CountAsync()));
    }

    [Theory]
    [InlineData("actions.json", "\"lead\": \"head-of-safeguarding\"", "\"lead\": \"nobody\"")]
    [InlineData("actions.json", "\"theme\": \"workforce\"", "\"theme\": \"no_such_theme\"")]
    [InlineData("recommendations.json", "\"owner\": \"head-of-safeguarding\"", "\"owner\": \"nobody\"")]
    [InlineData("updates.json", "\"by\": \"head-of-safeguarding\"", "\"by\": \"nobody\"")]
    [InlineData("updates.json", "\"action\": \"1.1\"", "\"action\": \"99.9\"")]
    [InlineData("impact.json", "\"recommendation\": \"15\"", "\"recommendation\": \"99\"")]
    [InlineData("impact.json", "\"level\": \"too_early\"", "\"level\": \"early_signs\"")]
    [InlineData("assurances.json", "\"finding\": \"5-challenge\"", "\"finding\": \"5-nothing\"")]
    [InlineData("updates.json", "\"whatChanged\"", "\"whatHappened\"")]
    [InlineData("evidence.json", "\"action\": \"1.1\"", "\"action\": \"99.9\"")]
    [InlineData("evidence.json", "\"by\": \"programme-office\"", "\"by\": \"nobody\"")]
    [InlineData("evidence.json", "https://", "http://")]
    [InlineData("findings.json", "\"at\": \"inspection-2016\"", "\"at\": \"inspection-1916\"")]
    public async Task A_seed_file_that_names_what_does_not_exist_is_named(string name, string right, string wrong)
    {
        await using var database = await TestDatabase.EmptyAsync();
        database.Options.SeedsDirectory = CopySeeds(database.Store.Folder);
        var path = Path.Combine(database.Options.SeedsDirectory, "kirklees", name);
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text[..at] + wrong + text[(at + right.Length)..]);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(database.Get<DemonstrationSeeder>().LoadIntoEmptyDatabaseAsync);

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_seed_file_is_named()
    {
        await using var database = await TestDatabase.EmptyAsync();
        database.Options.SeedsDirectory = CopySeeds(database.Store.Folder);
        File.Delete(Path.Combine(database.Options.SeedsDirectory, "kirklees", "updates.json"));

        var fault = await Record.ExceptionAsync(database.Get<DemonstrationSeeder>().LoadIntoEmptyDatabaseAsync);

        Assert.Contains("updates.json", fault!.Message, StringComparison.Ordinal);
    }

    private static string CopySeeds(string folder)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, "seeds", "kirklees"));
        foreach (var file in Directory.GetFiles(Path.Combine(Seeds, "kirklees"), "*.json"))
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        return copy.Parent!.FullName;
    }
}
