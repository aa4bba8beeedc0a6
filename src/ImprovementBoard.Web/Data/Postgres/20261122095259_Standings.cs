using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class Standings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "AddedOn",
                table: "Actions",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.CreateTable(
                name: "Standings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProgrammeId = table.Column<int>(type: "integer", nullable: false),
                    ActionItemId = table.Column<int>(type: "integer", nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    Delivery = table.Column<int>(type: "integer", nullable: false),
                    LeadSays = table.Column<int>(type: "integer", nullable: true),
                    ReviewerSays = table.Column<int>(type: "integer", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false),
                    LeadId = table.Column<int>(type: "integer", nullable: false),
                    Due = table.Column<DateOnly>(type: "date", nullable: false),
                    LastUpdateOn = table.Column<DateOnly>(type: "date", nullable: true),
                    UpdateDueBy = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Standings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Standings_Actions_ActionItemId",
                        column: x => x.ActionItemId,
                        principalTable: "Actions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Standings_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Standings_ActionItemId_Until",
                table: "Standings",
                columns: new[] { "ActionItemId", "Until" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Standings_ProgrammeId_Until_From_Delivery",
                table: "Standings",
                columns: new[] { "ProgrammeId", "Until", "From", "Delivery" });

            // Existing actions came into the plan with the programme.
            migrationBuilder.Sql("UPDATE \"Actions\" SET \"AddedOn\" = (SELECT p.\"StartedOn\" FROM \"Programmes\" AS p WHERE p.\"Id\" = \"Actions\".\"ProgrammeId\")");
            // Not rated for today: the first visitor then has the standings of all past days made up from the dated facts.
            migrationBuilder.Sql("UPDATE \"Programmes\" SET \"RatedOn\" = NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Standings");

            migrationBuilder.DropColumn(
                name: "AddedOn",
                table: "Actions");
        }
    }
}
