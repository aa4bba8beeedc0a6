using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>What a reader gets when somebody wrote into the database what was never frozen.</summary>
[Collection(PortalTests.Name)]
public sealed class DamagedPackTests(PortalHost portal)
{
    private const string Pack = "/programmes/kirklees/packs/3", Sentence = "is not what was frozen, so it is not handed out.";

    [Fact]
    public async Task Forged_facts_are_shown_on_no_page_and_in_no_workbook()
    {
        using var chair = await portal.SignedInAsync(PortalHost.Kirklees(Role.Chair));
        await using var db = await OpenAsync();
        var pack = await db.Packs.SingleAsync(p => p.Number == PortalHost.Candidate);
        await db.Packs.Where(p => p.Id == pack.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.FactsJson, p => p.FactsJson.Replace("Kirklees", "Forged words")));
        try
        {
            var page = await chair.GetStringAsync($"{Pack}/read");
            Assert.Contains($"What is stored of the facts of Pack 3 {Sentence}", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Forged words", page, StringComparison.Ordinal);
            using var tables = await chair.GetAsync($"{Pack}/tables.xlsx");
            Assert.Equal((HttpStatusCode.Redirect, Pack), (tables.StatusCode, tables.Headers.Location!.ToString()));
            Assert.Contains($"What is stored of the facts of Pack 3 {Sentence}", await chair.GetStringAsync(tables.Headers.Location), StringComparison.Ordinal);
        }
        finally
        {
            await db.Packs.Where(p => p.Id == pack.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.FactsJson, pack.FactsJson));
        }
        Assert.DoesNotContain(Sentence, await chair.GetStringAsync($"{Pack}/read"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_pdf_in_the_place_of_the_frozen_one_is_not_downloaded()
    {
        using var chair = await portal.SignedInAsync(PortalHost.Kirklees(Role.Chair));
        await using var db = await OpenAsync();
        var hash = await db.Packs.Where(p => p.Number == PortalHost.Candidate).Select(p => p.FileHash).SingleAsync();
        var file = await db.Files.AsNoTracking().SingleAsync(f => f.Hash == hash);
        await db.Files.Where(f => f.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(f => f.Content, TestFiles.Pdf));
        try
        {
            using var answer = await chair.GetAsync($"{Pack}/download");
            Assert.Equal((HttpStatusCode.Redirect, $"{Pack}?damaged=true"), (answer.StatusCode, answer.Headers.Location!.ToString()));
            Assert.Contains($"What is stored of the PDF of Pack 3 {Sentence}", await chair.GetStringAsync(answer.Headers.Location), StringComparison.Ordinal);
        }
        finally
        {
            await db.Files.Where(f => f.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(f => f.Content, file.Content));
        }
        Assert.Equal(HttpStatusCode.OK, (await chair.GetAsync($"{Pack}/download")).StatusCode);
    }

    private async Task<BoardDbContext> OpenAsync()
    {
        var database = portal.Services.GetRequiredService<BoardDatabase>();
        await using var none = database.OpenWithoutProgramme();
        return database.Open(await none.Programmes.Where(p => p.Slug == "kirklees").Select(p => p.Id).SingleAsync());
    }
}
