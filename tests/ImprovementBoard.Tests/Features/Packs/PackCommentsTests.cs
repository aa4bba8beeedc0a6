using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>Comments on a draft of the demonstration: who may write, on what, and who answers.</summary>
public sealed class PackCommentsTests
{
    [Fact]
    public async Task The_commissioner_comments_on_a_table_of_a_draft_and_the_office_answers()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (office, commissioner, chair) = (await database.KirkleesAsync(Role.Office), await database.KirkleesAsync(Role.Commissioner), await database.KirkleesAsync(Role.Chair));
        var draft = (await database.Get<PackService>().BuildDraftAsync(office.Actor, Audience.Board, _ => Task.CompletedTask, default)).Ref;
        var comments = database.Get<PackComments>();

        await comments.CommentAsync(commissioner, draft, "Table 2.1", "Which month is this?");
        Assert.Equal("Choose a section, table or chart of this pack, or the whole pack.", (await Assert.ThrowsAsync<RuleException>(() => comments.CommentAsync(commissioner, draft, "Table 99.1", "Where?"))).Message);
        Assert.Equal($"There is no pack {draft} in this programme.", (await Assert.ThrowsAsync<RuleException>(() => comments.CommentAsync(chair, draft, null, "May I?"))).Message);
        await Assert.ThrowsAsync<ForbiddenException>(() => comments.CommentAsync(commissioner with { Actor = commissioner.Actor with { LooksBack = true } }, draft, null, "Then?"));

        await using var db = database.Open(office.Id);
        var said = await db.PackComments.AsNoTracking().SingleAsync();
        await Assert.ThrowsAsync<ForbiddenException>(() => comments.AnswerAsync(commissioner, said.Id, "July."));
        await comments.AnswerAsync(office, said.Id, "July; it says so now.");
        Assert.Equal("This comment does not exist. Load the page again.", (await Assert.ThrowsAsync<RuleException>(() => comments.AnswerAsync(office, 999, "July."))).Message);

        var detail = (await database.Get<ApprovalQueries>().FindAsync(commissioner, draft))!;
        Assert.Equal(("Commissioner", "Table 2.1", "Which month is this?", "July; it says so now.", "Programme office"), detail.Comments!.Select(c => (c.By, c.Section, c.Words, c.Answer, c.AnsweredBy!)).Single());
    }

    [Fact]
    public async Task A_pack_goes_out_even_where_the_note_of_it_cannot_be_written()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var gone = new PackRow(99, 1, 1, Audience.Board, "2026-03", "March 2026", board.Today, default, "Scheduler", 1, 1, "f", "a", "", new(board.Today, board.Today, null, null), null);

        // No such row: the database refuses the note.
        await database.Get<PackDownloads>().NoteAsync(board.As(Role.Member), gone, PackForm.Pdf, default);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(0, await db.PackDownloads.CountAsync());
    }
}
