using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Packs.Edition;

namespace ImprovementBoard.Tests.Features.Packs.Edition;

[Trait("Category", "Database")]
public sealed class EditionQueriesTests
{
    [Fact]
    public async Task A_pack_that_another_build_issued_is_read_with_a_note_that_the_pdf_is_what_was_issued()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await using var db = database.Open(board.Programme.Id);
        var facts = await database.Get<PackFactsReader>().ReadAsync(db, board.Programme, Audience.Board, new(new("2026-03", "March 2026"), board.Today), null, board.Today, default);
        db.Files.Add(new() { Hash = "f", Content = [1] });
        foreach (var (number, build) in new[] { (1, TypstRenderer.TemplateHash()), (2, "another"), (3, "") })
        {
            var pack = ApprovablePack.Row(board, number, 1, $"2026-0{number}", board.Today, null, null);
            (pack.FactsJson, pack.FactsHash, pack.TemplateHash) = (PackFactsReader.ToJson(facts), PackFactsReader.Hash(PackFactsReader.ToJson(facts)), build);
            db.Packs.Add(pack);
        }
        await db.SaveChangesAsync();

        async Task<string?> NoteAsync(string number) => (await database.Get<EditionQueries>().FindAsync(board.As(Role.Member), number))!.Note;

        Assert.Null(await NoteAsync("1"));
        Assert.Equal("Drawn by a later version of the portal; the PDF is what was issued.", await NoteAsync("2"));
        Assert.Equal(await NoteAsync("2"), await NoteAsync("3"));
    }
}
